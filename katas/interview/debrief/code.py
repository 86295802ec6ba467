"""What is told of the graded code: the score with its parts, the first red level, and what the twist changed."""

from typing import Any

from katas.interview.session import Session

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


def first_red(session: Session) -> tuple[str, str]:
    """Return a sentence on the first red level, and the smallest timeline found with both answers."""
    levels = red(session, "code")
    if not graded(session, "code")["levels"]:
        return "The code was not graded.", ""
    if not levels:
        return "None: all levels are green.", ""
    first = levels[0]
    said = f"{first['name']}: {first['law']}."
    said += f" {first['message']}" if first.get("message") else ""
    rows = [("now", "call", "expected", "yours"), *(tuple(map(str, row)) for row in first.get("rows", []))]
    if len(rows) == 1:
        return said, ""
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    shown = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return said, "\n".join([f"{first['timeline'].partition(':')[0]} (limit/period)", *shown])


def broken_by_twist(session: Session) -> list[str]:
    """Return the levels that were green in the code, and are red after the twist."""
    before = {level["name"] for level in graded(session, "code")["levels"] if level["verdict"] == "passed"}
    return [level["name"] for level in red(session, "twist") if level["name"] in before]
