"""Grades the candidate's file, and keeps what a debrief needs of the report."""

from dataclasses import replace
from typing import Any

from katas.grader.kata import Kata
from katas.grader.run.process import Order, grade
from katas.grader.verdict import Report, Result
from katas.interview.session import Session
from katas.interview.variants.card import card_of


def graded(session: Session, kata: Kata, *, every: bool = False) -> Report:
    """Grade the file as it is now. `every`: the levels after a red one too."""
    return grade(kata, Order(str(session.limiter), every=every))


def found(report: Report) -> dict[str, Any]:
    """Return what a debrief needs of a report, as JSON has it."""
    return {
        "points": report.points,
        "total": sum(result.points for result in report.results),
        "levels": [_level(result) for result in report.results],
    }


def carded(kata: Kata, report: Report, stage: str, width: int, *, why: bool = False) -> str:
    """Return the card. It names the stage, not the variant, whose name would tell all."""
    first = report.first_failed
    if first is not None and first.failure is not None and first.failure.kind == "not started":
        return f"Not started: {first.failure.message}"
    return card_of(kata, replace(report, kata=stage), why=why, width=width)


def _level(result: Result) -> dict[str, Any]:
    failure = result.failure
    told: dict[str, Any] = {"name": result.name, "points": result.points, "law": result.law, "verdict": result.verdict}
    if failure is not None:
        told |= {"kind": failure.kind, "message": failure.message, "timeline": failure.timeline}
        told["note"] = failure.note
        told |= {"rows": [list(row) for row in failure.rows]}
    return told
