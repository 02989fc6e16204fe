"""Calling a PaCT more often than it allows: as few calls as that takes, none once it has refused one, and then one more."""

import httpx

from openpact import clock

from .calls import LONGEST_WAIT, Allowance, Calls, allowance, refuses, retry_after, short
from .report import Report

RULE = "hub-too-many-calls"
#: A PaCT that allows more in a window than this is not called so often. Ours allows this many in a minute.
MOST_CALLS = 120


def look(calls: Calls, report: Report, told: Allowance) -> None:
    """`told` is what an answer just said."""
    if told.calls > MOST_CALLS or told.window > LONGEST_WAIT:
        report.not_seen(
            RULE, f"{told.calls} calls in {told.window} seconds are too many to try politely: for the run, allow fewer"
            f" (at most {MOST_CALLS} calls, in at most {LONGEST_WAIT} seconds)",
        )  # fmt: skip
        return
    answer, made = _until_refused(calls, told)
    if answer is None:
        report.not_seen(RULE, f"{made} calls took too long to be too many")
        return
    wait = retry_after(answer)
    told_rightly = refuses(answer, 429, "rate-limited") and wait is not None and 0 < wait <= told.window
    seen = f"{short(answer)} with Retry-After {answer.headers.get('retry-after', 'missing')} after {made} calls"
    if not told_rightly or wait is None:
        report.failed(RULE, seen)
        return
    calls.sleep(wait)
    after = _call(calls)
    report.check(RULE, after.is_success, f"{seen}; {short(after)} after that time")


def _until_refused(calls: Calls, told: Allowance) -> tuple[httpx.Response | None, int]:
    """The first answer that is no success, or the one too many that is one; and the number of calls. None: there were not
    too many in any window.

    A window may begin anew once on the way: twice the calls, and one, within its length are too many whatever was said.
    """
    began, before = clock.monotonic(), told
    for made in range(1, 2 * told.calls + 2):
        answer = _call(calls)
        now = allowance(answer)
        if not answer.is_success or now is None:
            return answer, made
        if before.left == now.left == 0 and now.resets_in <= before.resets_in:
            return answer, made
        before = now
    return (answer if clock.monotonic() - began < told.window else None), made


def _call(calls: Calls) -> httpx.Response:
    """Not `calls.get`, which waits."""
    return calls.http.get("/api/v1/connection", headers=calls.headers())
