"""A few minutes of review: one limiter after the other."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

from katas.review.choice import choose
from katas.review.exercise import STEPS, Exercise
from katas.review.fix import fix_it
from katas.review.history import AGAIN, History
from katas.review.name import name_it
from katas.review.planted import Planted
from katas.review.screen import Screen
from katas.review.show import show_it

_DO = {"show": show_it, "fix": fix_it, "name": name_it}


def review(offered: Sequence[Planted], history: History, folder: Path, screen: Screen, today: date) -> None:
    """Practise until the learner leaves, or nothing is left for today. Raises `Left`."""
    offered = list(offered)
    while True:
        random = Random(f"{today}/{history.steps}")
        found = choose(offered, history, today, random)
        if found is None:
            screen.say(_nothing_left(history))
            return
        exercise = Exercise(found, folder, history, screen, today)
        if not exercise.can_be_shown:
            offered.remove(found)  # for today: on this machine, or this Python, it answers rightly
            continue
        practise(exercise)
        screen.ask("\nPress Enter for another one. Or: quit. ")


def practise(exercise: Exercise) -> None:
    """Go through the steps that are not done yet. Raises `Left`."""
    screen, due = exercise.screen, len(exercise.history.due(exercise.today))
    resumed, name = exercise.round is not None, exercise.kata.class_name
    exercise.begin()
    again = f"{due} due today." if due else ""
    screen.say(f"{'Go on with' if resumed else 'Here is'} a {name} with one mistake in it. {again}".strip())
    screen.show("")
    screen.show_code(exercise.planted.source)
    screen.show(f"\nYour copy of it: {exercise.path}")
    before = exercise.history.rounds[exercise.planted.name]
    for step in STEPS:
        if step not in before.steps:
            _DO[step](exercise)
    screen.say(_ending(before.steps, exercise.today))


def _ending(steps: dict[str, bool], today: date) -> str:
    words = {"show": ("shown", "shown with help"), "fix": ("fixed", "not fixed"), "name": ("named", "not named")}
    told = ", ".join(words[step][not steps.get(step)] for step in STEPS).capitalize()
    return f"{told}: it {'will not come again' if all(steps.values()) else f'comes again on {today + AGAIN}'}."


def _nothing_left(history: History) -> str:
    coming = sorted(each.due for each in history.rounds.values() if each.due is not None)
    when = f" Next: {coming[0]}." if coming else ""
    return f"Nothing is due today, and you have seen all of them.{when}"
