"""What a seed decides: an interview, the same for everyone who types that seed."""

from random import Random
from typing import NamedTuple, Self

from katas.interview.numbers.deck import draw
from katas.interview.numbers.question import Question
from katas.interview.variants.brief import prompt
from katas.interview.variants.catalogue import OFFERED
from katas.interview.variants.clarifications import Clarification, clarifications, level_of
from katas.interview.variants.twist import twists
from katas.interview.variants.variant import Variant

ASKS = 4  # clarifying questions that may be asked
DECOYS = 4  # questions offered that no variant's code depends on
NUMBERS, OWN_CODE = 3, 2  # questions of these stages
MINUTES = {  # of each step
    "clarify": 5,
    "code": 20,
    "twist": 8,
    **{f"number {number}": 3 for number in range(1, NUMBERS + 1)},
    **{f"own code {number}": 3 for number in range(1, OWN_CODE + 1)},
}
USUAL = sum(MINUTES.values())  # with less, all of them get shorter


class Interview(NamedTuple):
    """Everything that is drawn before the candidate says a word."""

    seed: int
    minutes: int
    variant: Variant
    clarifications: tuple[Clarification, ...]  # in the order in which they are offered
    twist: str

    @classmethod
    def of(cls, seed: int, minutes: int) -> Self:
        """Draw an interview. Each part has its own random numbers, so that none disturbs another."""
        variant = Random(f"{seed}/variant").choice(OFFERED)
        every, random = clarifications(variant), Random(f"{seed}/clarifications")
        idle = [each for each in every if not level_of(each.key)]
        offered = [each for each in every if level_of(each.key)] + random.sample(idle, min(DECOYS, len(idle)))
        random.shuffle(offered)
        twist = Random(f"{seed}/twist").choice(twists(variant))
        return cls(seed, minutes, variant, tuple(offered), twist)

    @property
    def prompt(self) -> str:
        """What the candidate is told at first."""
        return prompt(self.variant)

    def kata(self, stage: str) -> str:
        """Return the name of the kata that grades the code of a stage."""
        return self.variant.name if stage == "code" else f"{self.variant.name}+{self.twist}"

    def seconds(self, step: str) -> float:
        """Return the time for a step."""
        return MINUTES[step] * 60 * self.minutes / USUAL

    def numbers(self) -> list[Question]:
        """Compute the questions with a number for an answer, now."""
        return draw(Random(f"{self.seed}/numbers"), NUMBERS)
