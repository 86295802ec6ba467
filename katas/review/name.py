"""The third step: which of four mistakes was it?"""

from collections.abc import Sequence
from random import Random

from katas.grader.fingerprint import Fingerprint, wrong_answers
from katas.grader.kata import load_kata
from katas.grader.run.diagnosis import known_mistakes
from katas.review.exercise import Exercise
from katas.review.planted import Planted, wrong_ones

CHOICES = 4
SHARED = 1 / 3  # of the wrong answers of one of two mistakes


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

    No two of them share much of their wrong answers: the words of one would be true of the other as well.
    """
    prints = {name: mistake.prints for name, mistake in known_mistakes(load_kata(planted.kata)).items()}
    offered = [planted]
    for each in sorted(random.sample(wrong, len(wrong)), key=lambda each: each.level != planted.level):
        if len(offered) < CHOICES and not any(
            each.kind == other.kind or _alike(prints.get(each.path.stem, {}), prints.get(other.path.stem, {}))
            for other in offered
        ):
            offered.append(each)
    return random.sample(offered, len(offered))


def _alike(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether two mistakes give so many of the same wrong answers that one is told by the words of the other."""
    first, second = _wrong_answers(one), _wrong_answers(other)
    return len(first & second) > SHARED * min(len(first), len(second))


def _wrong_answers(prints: Fingerprint) -> set[tuple[str, int, str]]:
    return {(facet, *answer) for facet, marks in prints.items() for answer in wrong_answers(marks).items()}
