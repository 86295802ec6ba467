"""What a candidate sees of the graded code."""

from katas.grader.kata import Kata
from katas.grader.report.card import Wishes, card
from katas.grader.verdict import Report


def card_of(kata: Kata, report: Report, *, why: bool = False, width: int = 80) -> str:
    """Return the card: the levels, and the smallest timeline that fails. It names no command."""
    text = card(kata, report, Wishes(why=why, keys=True), width)
    if not report.passed:
        return text
    return "\n".join(text.splitlines()[:2])  # the rest is about katas that have a solution to compare with
