"""The second step: the copy repaired, graded by the kata's own levels."""

from difflib import SequenceMatcher

from katas.grader.report.card import Wishes, card
from katas.grader.run.process import Order, grade
from katas.review.exercise import Exercise
from katas.review.screen import WIDTH


def fix_it(exercise: Exercise) -> None:
    """Grade the copy at each Enter, until it passes or the learner gives up. Raises `Left`."""
    screen = exercise.screen
    screen.show(f"\n2 of 3: fix it in {exercise.path}")
    screen.say("Save, and press Enter: it is graded. Or: skip, quit.")
    graded = exercise.planted.source
    while True:
        line = screen.ask("fix> ")
        if line == "skip":
            exercise.note("fix", passed=False)
            return
        if line:
            screen.say("Press Enter when it is saved. Or: skip, quit.")
            continue
        source = exercise.copy.read_text(encoding="utf-8", errors="replace") if exercise.copy.exists() else ""
        if source == graded:
            screen.say(f"{exercise.path} is as it was.")
            continue
        graded = source
        screen.show("Grading ...")
        if _passes(exercise):
            exercise.note("fix", passed=True)
            screen.say(f"100 of 100 points. {_changed(exercise.planted.source, source)}")
            return


def _passes(exercise: Exercise) -> bool:
    """Grade the copy, and show the card if it fails, without the name of the mistake: that is the next question."""
    report = grade(exercise.kata, Order(exercise.path))
    report.diagnosis = None
    if not report.passed:
        exercise.screen.show(card(exercise.kata, report, Wishes(), WIDTH))
    return report.passed


def _changed(before: str, after: str) -> str:
    """Say how many lines were changed, added or taken out."""
    old, new = (text.split("\n") for text in (before, after))
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    number = sum(max(b - a, d - c) for tag, a, b, c, d in blocks if tag != "equal")
    return f"You changed {number} line{'s' if number != 1 else ''}."
