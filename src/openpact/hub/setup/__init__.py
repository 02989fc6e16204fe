"""The set-up: the way of a new school from nothing to ready, step by step, over the same pages that Manage has."""
