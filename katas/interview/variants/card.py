"""What a candidate sees of the graded code."""

from dataclasses import replace

from katas.grader.kata import Kata
from katas.grader.report.card import Wishes, card
from katas.grader.verdict import Report, Result


def card_of(kata: Kata, report: Report, *, why: bool = False, width: int = 80) -> str:
    """Return the card: the levels, and the smallest timeline that fails. It names no command.

    Laws after the first broken one are not told: they would answer what the candidate has not asked. Of a pass, it is
    two lines: there is no solution to compare with, and a check of what never comes is no fault here.
    """
    if report.passed:
        return "\n".join(card(kata, replace(report, unseen=[]), Wishes(keys=True), width).splitlines()[:2])
    failure = report.first_failed.failure if report.first_failed else None
    known = failure is not None and bool(failure.why or failure.detail)
    shown = replace(report, results=[_untold(result, report) for result in report.results])
    return "\n".join([card(kata, shown, Wishes(why=why and known, keys=True), width), *_same(report)])


def _same(report: Report) -> list[str]:
    """Say which levels fail on the same timeline as the first red one: nobody need look for a mistake of theirs."""
    failed = [(result.name, result.failure.timeline) for result in report.results if result.failure]
    same = [name for name, timeline in failed[1:] if timeline and timeline == failed[0][1]]
    return [f"Red on the same timeline too: {', '.join(same)}."] if same else []


def _untold(result: Result, report: Report) -> Result:
    told = result.verdict == "passed" or result is report.first_failed
    return result if told else replace(result, law="")
