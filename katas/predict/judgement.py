"""What is said of a timeline that was not predicted: the arithmetic, the mistake that answers so, the brief."""

from collections.abc import Iterable
from typing import NamedTuple

from katas.grader.kata import Kata
from katas.predict.answer import is_right, same
from katas.predict.brief import law_of, law_of_errors, sentence_with
from katas.predict.question import Prediction, grouped, questions
from katas.review.planted import Planted
from katas.review.screen import Screen

MOST = 2  # mistakes that are told
LEAST = 40  # letters of a law: a shorter one only begins a list


class Answered(NamedTuple):
    """A timeline, the contract's answers and a learner's."""

    asked: Prediction
    expected: list[str]
    given: list[str]  # fewer if the rest was skipped
    why: list[str]  # the contract's arithmetic, call by call

    @property
    def wrong(self) -> list[int]:
        """The calls that were answered wrongly."""
        pairs = enumerate(zip(self.expected, self.given, strict=False))
        return [at for at, (expected, given) in pairs if not is_right(expected, given)]

    @property
    def is_right(self) -> bool:
        """Whether all was predicted."""
        return len(self.given) == len(self.expected) and not self.wrong

    def alike(self, mistakes: Iterable[tuple[Planted, list[str]]]) -> tuple[int, list[Planted]]:
        """Return to how many calls known mistakes answer as the learner did, and which do, one of each kind.

        If none does so to the end, those that do up to the first wrong answer: the next may be a slip of its own.
        """
        if not self.wrong:
            return 0, []
        known = list(mistakes)
        for end in (len(self.given), self.wrong[0] + 1):
            found: dict[str, Planted] = {}
            for each, answers in known:
                pairs = list(zip(self.expected[:end], self.given, answers, strict=False))
                if len(pairs) == end and all(same(*words) for words in pairs):
                    found.setdefault(each.kind, each)
            if found:
                return end, list(found.values())
        return 0, []


def explain(kata: Kata, answered: Answered, screen: Screen) -> None:
    """Show each call with its right answer, and what there is before it."""
    for at, (question, answer) in enumerate(zip(questions(kata, answered.asked), answered.expected, strict=True)):
        yours = f", not {answered.given[at]}" if at in answered.wrong else ""
        words = f"  {question.text.rstrip()}: {answer}{yours}   <- {answered.why[at]}"
        screen.say(grouped(words), indent="      ")


def misread(kata: Kata, answered: Answered, calls: int, alike: list[Planted], screen: Screen) -> None:
    """Say which mistakes answer so, and quote the law that they break, or what the brief says of the timeline."""
    who = "A" if calls == len(answered.expected) else f"Up to call {calls}, a"
    for each in alike[:MOST]:
        screen.say(f"{who} known mistake answers like you: {each.does}")
    screen.say(f'The brief: "{_sentence(kata, answered, alike)}"')


def _sentence(kata: Kata, answered: Answered, alike: list[Planted]) -> str:
    laws = {law_of(each, kata) for each in alike}
    law = laws.pop() if len(laws) == 1 else ""
    if len(law) < LEAST:
        law = ""
    if not law and answered.wrong:
        first = answered.wrong[0]
        law = law_of_errors(kata) if "ValueError" in (answered.expected[first], answered.given[first]) else ""
    return law or sentence_with(answered.asked.says, kata)
