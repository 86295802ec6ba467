"""What is told of the graded code: the score with its parts, the first red level, and what the twist changed."""

from collections.abc import Sequence
from typing import Any

from katas.grader.report.text_timeline import table
from katas.grader.verdict import Row
from katas.interview.session import Session

WIDTH = 78  # columns of a timeline
# Kinds of failures after which nothing is known of any law.
BROKEN = ("not started", "load", "exit", "killed", "hang", "crash", "grader")

_GRANTS = ("granted", "True")  # answers


def graded(session: Session, stage: str) -> dict[str, Any]:
    """Return what the last grading of a stage found; no levels if there was none."""
    found: dict[str, Any] = session.state.graded.get(stage, {"points": 0, "total": 100, "levels": []})
    return found


def red(session: Session, stage: str) -> list[dict[str, Any]]:
    """Return the levels that are not passed."""
    return [level for level in graded(session, stage)["levels"] if level["verdict"] != "passed"]


def green(session: Session, stage: str) -> list[str]:
    """Return the names of the levels that are passed."""
    return [level["name"] for level in graded(session, stage)["levels"] if level["verdict"] == "passed"]


def state(session: Session, stage: str, names: Sequence[str]) -> str:
    """Say that levels are green or red: "is red", or "were red before the twist" if some no longer are."""
    was, now = green(session, stage), green(session, "twist")
    changed = stage == "code" and now and any((name in was) != (name in now) for name in names)
    verb = ("were" if len(names) > 1 else "was") if changed else "are" if len(names) > 1 else "is"
    return f"{verb} {'green' if names[0] in was else 'red'}{' before the twist' if changed else ''}"


def repaired(session: Session) -> list[str]:
    """Return the levels that the twist found red and left green."""
    now = green(session, "twist")
    return [level["name"] for level in red(session, "code") if level["name"] in now]


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
    """Return a sentence on the first red level of the code, and the smallest timeline found, as the card shows it."""
    levels = red(session, "code")
    if not graded(session, "code")["levels"]:
        return "The code was not graded.", ""
    return (said(levels[0]), timeline(levels[0])) if levels else ("None: all levels are green.", "")


def made_red(session: Session, own: tuple[str, str] | None = None) -> tuple[str, str]:
    """Return the same of the first level that was not red before the twist, or else of one that is red otherwise since.

    `own` is what is to be told of the twist's own level, if the grading alone does not tell what is wrong there.
    """
    if not graded(session, "twist")["levels"]:
        return "The twist was not graded.", ""
    levels, before = red(session, "twist"), [level["name"] for level in red(session, "code")]
    other = other_since(session)
    names = [level["name"] for level in other]
    same = [level["name"] for level in levels if level["name"] in before and level["name"] not in names]
    as_before = [f"Red as before the twist: {', '.join(same)}."] if same else []
    as_before += (
        [f"Red before the twist too, but what your file answers there has changed: {', '.join(names)}."]
        if other
        else []
    )
    first = next((level for level in levels if level["name"] not in before), None)
    as_before += [f"Green since: {', '.join(repaired(session))}."] if repaired(session) else []
    if first is None and other:
        return " ".join(["Nothing new.", *as_before, said(other[0])]), timeline(other[0])
    if first is None:
        return " ".join(["Nothing." if levels else "Nothing: all levels are green.", *as_before]), ""
    what, shown = own if own and first["name"] == session.interview.twist else (said(first), timeline(first))
    return " ".join([what, *as_before]), shown


def other_since(session: Session) -> list[dict[str, Any]]:
    """Return the levels that are red before and after the twist, and by something else since."""
    before = {level["name"]: level for level in red(session, "code")}
    both = [level for level in red(session, "twist") if level["name"] in before]
    return [level for level in both if _shown(level) != _shown(before[level["name"]])]


def said(level: dict[str, Any]) -> str:
    """Return a sentence on a red level."""
    message = " ".join(level.get("message", "").split()).rstrip(".")
    more = [f"{message}."] if message else [_wrongly(level)]
    return " ".join(filter(None, [f"{level['name']}: {level['law']}.", *more]))


def _wrongly(level: dict[str, Any]) -> str:
    """Say in which way the first wrong answer is wrong: the law may name the other way."""
    wrong = next(((now, right, yours) for now, _, right, yours in level.get("rows", []) if right != yours), None)
    if wrong is None:
        return ""
    now, right, yours = wrong
    if _refuses(right) and yours in _GRANTS:
        return f"At {now} your file grants what must be refused."
    return f"At {now} your file refuses what must be granted." if right in _GRANTS and _refuses(yours) else ""


def _refuses(answer: str) -> bool:
    return answer in ("refused", "False") or answer.startswith("wait ")


def timeline(level: dict[str, Any]) -> str:
    """Return the smallest timeline found of a red level."""
    rows = tuple(Row(*row) for row in level.get("rows", []))
    lines = table("Smallest timeline found", rows, level.get("timeline", ""), level.get("note"), width=WIDTH)
    return "\n".join(lines)


def _shown(level: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(level.get(word) for word in ("name", "timeline", "rows", "message"))


def broken_by_twist(session: Session) -> list[str]:
    """Return the levels that were green in the code, and are red after the twist."""
    return [level["name"] for level in red(session, "twist") if level["name"] in green(session, "code")]
