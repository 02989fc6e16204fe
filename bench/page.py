"""docs/reference/speed.md, from the last results."""

from . import table

PAGE = """# Speed

Written by `make bench` from its last results (`bench/results.json`); nothing here is typed by hand.
Measured {when} on {machine}.
{others}

PostgreSQL {server_version}, the embedded one, with its ordinary settings: fsync {fsync}, synchronous_commit
{synchronous_commit}, full_page_writes {full_page_writes}, shared_buffers {shared_buffers}.

## One school

{people:,} people: 2,000 students, 100 teachers and 20 other staff, in 100 groups; {memberships:,} memberships. Imported into an empty
school; then the same people again in a newer file; then a file in which 10 students have another name, 5 another class,
5 are gone and 5 are new. Median, and in brackets the quickest and the slowest: {runs}.

{contenders}

{ratios}

What each time includes (starting the program never is):

{includes}
{missing}
The unchanged file says that it was written later, so OpenPaCT cannot recognise it by its content and reads and compares
everybody. (The very same bytes again are recognised before they are read; that is not measured here.)

## Any size

The cost of a person should stay flat. One school of so many people, our whole pipeline, and the IDE reader alone; the largest was
measured {largest_runs}. Peak memory is that of the importing process, with Django in it.

{sizes}

## Scores of the scale

How many students' judgements become a score in a second, on one core: mathematics, eight aspects, of which each judgement is missing with
a probability of 10% ({patterns} different patterns). Time is the processor's, so that other programs do not count; the load average was
{scale_load}, {scale_when}. Median of {scale_runs} runs.

{estimates}

What each time includes:

- **score_many, tables made**: a matrix of judgements into estimates, standard errors and ranges; the tables of all patterns are there already, as
  they are once each has come up.
- **score_many, from nothing**: the same with the tables of all patterns that come up, each with its exact ranges, worked out first.
- **score, one at a time**: a dictionary of sets into a score with its level, as pages ask.
- **RaschPy {raschpy}**: `person("all")`: Warm's estimates of the same students from the same thresholds, by iteration; no standard errors and no ranges.

## Again

    make bench                      the quick ones, and all sizes
    python -m bench.scale           only the scores of the scale
    PEERS=all make bench            django-import-export and Kolibri as well, which take minutes
    BENCH_LARGEST=20000 make bench  no school of 200,000

Times depend on the machine and on what else it does. Nothing in the tests asserts a time.
"""


def page(results: dict) -> str:
    rows, sizes = results["school"], results["sizes"]
    missing = "" if results["every_peer"] else "\nThe slow ones were not in this run (`PEERS=all`).\n"
    count = len(sizes[-1]["ours"]["seconds"]["scratch"])
    return PAGE.format(
        when=results["when"], machine=results["machine"], people=results["people"], memberships=results["memberships"],
        others=f"The load average was {results['load_before']} before and {results['load_after']} after: with more than"
        f" {results['cores']}, other programs were competing for the same cores.",
        runs=table.runs(rows), contenders=table.contenders(rows), ratios=table.ratios(rows),
        includes=table.includes(rows), missing=missing, sizes=table.sizes(sizes),
        estimates=table.estimates(results["scale"]), patterns=results["scale"]["patterns"], raschpy=results["scale"]["raschpy"],
        scale_load=results["scale"]["load"], scale_when=results["scale"]["when"], scale_runs=results["scale"]["runs"],
        largest_runs="once" if count == 1 else f"{count} times", **results["server"],
    )  # fmt: skip
