# What can be done here. Each target does all its own set-up.
.DEFAULT_GOAL := help
PY := .venv/bin/python

help:            ## List the targets
	@grep -E '^[a-z-]+: .*##|^[a-z-]+: *##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup:           ## .venv, pinned dependencies, page assets, a browser for the tests
	@./bin/setup

demo: setup      ## Hub, worker and the four stand-in SMSs with a seeded school each, and one school that has nothing set up
	@$(PY) -m openpact demo

test: setup      ## Every test
	@./bin/test

check: setup     ## Lint, types, imports, migrations in step
	@./bin/check

screenshots: setup  ## A picture of every page, at three widths and in the dark, under var/screenshots/tour
	@$(PY) -m tests.browser.tour var/screenshots/tour

bench: setup     ## The benchmarks, with their comparisons, as a table
	@$(PY) -m bench

requirements: setup  ## Pin the dependencies again, with hashes
	@./bin/requirements

.PHONY: help setup demo test check screenshots bench requirements
