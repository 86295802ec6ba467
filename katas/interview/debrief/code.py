"""What is told of the graded code: the score with its parts, the first red level, and what the twist changed."""

from typing import Any

from katas.grader.report.text_timeline import table
from katas.grader.verdict import Row
from katas.interview.session import Session

WIDTH = 78  # columns of a timeline
# Kinds of failures after which nothing is known of any law.
BROKEN = ("not started", "load", "exit", "killed", "hang", "crash", "grader")


def graded(session: Session, stage: str) -> dict[str, Any]:
    """Return what the last grading of a stage found; no levels if there was none."""
    found: dict[str, Any] = session.state.graded.get(stage, {"points": 0, "total": 100, "levels": []})
    return found


def red(session: Session, stage: str) -> list[dict[str, Any]]:
    """Return the levels that are not passed."""
    return [level for level in graded(session, stage)["levels"] if level["verdict"] != "passed"]


def works(session: Session, stage: str = "code") -> bool:
    """Whether the code answers at all: its first level is green, or wrong only in an answer."""
    levels = graded(session, stage)["levels"]
    return bool(levels) and levels[0].get("kind") not in BROKEN


def score(session: Session, stage: str) -> str:
    """Return the points with their parts."""
    found = graded(session, stage)
    if not found["levels"]:
        return "not graded"
    missed = [f"{level['name']} 0/{level['points']}" for level in red(session, stage)]
    cards = len(session.state.shown.get(stage, []))
    after = f" after {cards} card{'s' if cards > 1 else ''}" if cards else ""
    return f"{found['points']} of {found['total']} points{after}" + (f"; red: {', '.join(missed)}" if missed else "")


def first_red(session: Session, stage: str = "code") -> tuple[str, str]:
    """Return a sentence on the first red level, and the smallest timeline found, as the card shows it.

    Of the twist, what is red just as it was in the code is no news: it is named only.
    """
    levels = red(session, stage)
    if not graded(session, stage)["levels"]:
        return f"The {stage} was not graded.", ""
    if not levels:
        return "None: all levels are green.", ""
    before = [_shown(level) for level in red(session, "code")] if stage == "twist" else []
    same = ", ".join(level["name"] for level in levels if _shown(level) in before)
    as_before = f" Red with the same answers as in the code: {same}." if same else ""
    first = next((level for level in levels if _shown(level) not in before), None)
    if first is None:
        return f"None but what was red in the code.{as_before}", ""
    said = f"{first['name']}: {first['law']}."
    said += f" {' '.join(first['message'].split()).rstrip('.')}." if first.get("message") else ""
    said += as_before
    rows = tuple(Row(*row) for row in first.get("rows", []))
    timeline, note = first.get("timeline", ""), first.get("note")
    return said, "\n".join(table("Smallest timeline found", rows, timeline, note, width=WIDTH))


def _shown(level: dict[str, Any]) -> tuple[Any, ...]:
    return level["name"], level.get("timeline"), level.get("rows"), level.get("message")


def broken_by_twist(session: Session) -> list[str]:
    """Return the levels that were green in the code, and are red after the twist."""
    before = {level["name"] for level in graded(session, "code")["levels"] if level["verdict"] == "passed"}
    return [level["name"] for level in red(session, "twist") if level["name"] in before]
