"""The third step: which of four mistakes was it?"""

from collections.abc import Sequence
from random import Random

from katas.grader.fingerprint import Fingerprint, wrong_answers
from katas.grader.kata import load_kata
from katas.grader.run.diagnosis import known_mistakes
from katas.review.exercise import Exercise
from katas.review.planted import Planted, wrong_ones

CHOICES = 4
SHARED = 0.5  # of a decoy's wrong answers


def name_it(exercise: Exercise) -> None:
    """Ask once. Raises `Left`."""
    screen, planted = exercise.screen, exercise.planted
    began = exercise.round.began if exercise.round else exercise.today
    offered = choices(planted, wrong_ones(planted.kata), Random(f"{planted.name}/{began}"))
    screen.show("\n3 of 3: name it. What did it do, as it was given?")
    for number, each in enumerate(offered, 1):
        screen.say(f"  {number}  {each.does}", indent="     ")
    while (line := screen.ask("name> ")) not in map(str, range(1, len(offered) + 1)):
        screen.say(f"Type a number from 1 to {len(offered)}. Or: quit.")
    right = offered[int(line) - 1] is planted
    exercise.note("name", passed=right)
    screen.say("Right." if right else f"No, it was {offered.index(planted) + 1}: {planted.does}")
    if planted.shipped:
        screen.say(f"It has shipped: {planted.shipped.rstrip('.')}.")


def choices(planted: Planted, wrong: Sequence[Planted], random: Random) -> list[Planted]:
    """Return the mistake among others of the same kata, each of another kind; of the same level where there are such.

    One whose wrong answers are mostly given by the mistake too is no decoy for it: its words would be true as well.
    """
    prints = {name: mistake.prints for name, mistake in known_mistakes(load_kata(planted.kata)).items()}
    own = prints.get(planted.path.stem, {})
    others: dict[str, Planted] = {}
    for each in random.sample(wrong, len(wrong)):
        if each.kind != planted.kind and _share(prints.get(each.path.stem, {}), own) < SHARED:
            others.setdefault(each.kind, each)
    nearest = sorted(others.values(), key=lambda each: each.level != planted.level)
    return random.sample([planted, *nearest[: CHOICES - 1]], min(CHOICES, len(nearest) + 1))


def _share(decoy: Fingerprint, own: Fingerprint) -> float:
    """Return which share of a decoy's wrong answers the mistake gives too."""
    every = alike = 0
    for facet, marks in decoy.items():
        theirs, mine = wrong_answers(marks), wrong_answers(own.get(facet, ""))
        every += len(theirs)
        alike += len(theirs.items() & mine.items())
    return alike / every if every else 0.0
