"""A question with a number for an answer, and what is said of the number that was typed."""

import re
import textwrap
from fractions import Fraction
from typing import NamedTuple, Self

from katas.interview.numbers.amount import UnreadableError, kind, read, written

WIDTH = 78
_MOST_PLACES = 10  # after the point
_NEIGHBOURS = {"time": ("ms", "s", "min"), "bytes": ("bytes", "KB", "MB", "GB")}


class Slip(NamedTuple):
    """A wrong number that has a known reason, and the reason as a sentence or two."""

    value: int | Fraction
    why: str


class Judgement(NamedTuple):
    """What is said of what was typed. If it `counts` is false, it could not be read: ask again."""

    right: bool
    said: str
    counts: bool = True


class Question(NamedTuple):
    """A question as it is asked, the answer as a replay gave it, and the replay as a picture in text."""

    template: str
    text: str
    """Lines of at most 78 columns, ready to print."""
    unit: str
    answer: int | Fraction
    """In `unit`."""
    picture: str
    takeaway: str
    slips: tuple[Slip, ...] = ()
    accepts: Fraction = Fraction(0)
    """How far off a right answer may be, as a share of the answer."""

    @classmethod
    def of(  # noqa: PLR0913 what a question has
        cls,
        template: str,
        text: str,
        *,
        unit: str,
        answer: int | Fraction,
        picture: str,
        takeaway: str,
        slips: tuple[tuple[int | Fraction, str], ...] = (),
        accepts: Fraction = Fraction(0),
    ) -> Self:
        """A question whose texts are wrapped, and whose slips all differ from the answer and from each other."""
        told: dict[int | Fraction, Slip] = {}
        for value, why in slips:
            if value >= 0 and abs(Fraction(value) - answer) > accepts * answer:
                told.setdefault(value, Slip(value, why))
        return cls(template, _wrapped(text), unit, answer, picture, _wrapped(takeaway), tuple(told.values()), accepts)


def judge(question: Question, typed: str) -> Judgement:
    """Read what was typed and compare it. A wrong number that has a known reason is told it."""
    try:
        amount = read(typed, question.unit)
    except UnreadableError as problem:
        return Judgement(right=False, said=str(problem), counts=False)
    answer = written(question.answer, question.unit)
    if _near(question, amount):
        return Judgement(right=True, said=f"Right: {answer}.")
    if _bare(typed):
        for unit in _NEIGHBOURS.get(kind(question.unit), ()):
            if unit != question.unit and _near(question, read(f"{amount} {unit}", question.unit)):
                return Judgement(
                    right=False,
                    said=f"A bare number counts {question.unit} here. Type it again, with its unit.",
                    counts=False,
                )
    yours = typed.strip().rstrip(". ")
    said = f"Wrong: it is {answer}; you said {yours}{f' {question.unit}' if yours[-1:].isdigit() else ''}."
    for slip in question.slips:
        if _is_written_for(amount, slip.value):
            said += f" {slip.why}"
    return Judgement(right=False, said=_wrapped(said))


def _near(question: Question, amount: Fraction) -> bool:
    return abs(amount - question.answer) <= question.accepts * question.answer


def _is_written_for(amount: Fraction, value: int | Fraction) -> bool:
    """Whether somebody who found the value may have written this: 47.62 for 1000/21."""
    if amount == value:
        return True
    places = next((places for places in range(1, _MOST_PLACES) if (amount * 10**places).denominator == 1), None)
    return places is not None and amount == Fraction(round(value * 10**places), 10**places)


def _bare(typed: str) -> bool:
    without_powers = re.sub(r"(?<=\d)[eE](?=[-+]?\d)", "", typed)
    return not any(letter.isalpha() for letter in without_powers)


def _wrapped(text: str) -> str:
    """Paragraphs filled, no number parted from its unit; lines that begin with a space stay as they are."""
    lines = text.strip("\n").splitlines()
    return "\n".join(line if line.startswith(" ") else _filled(line) for line in lines)


def _filled(line: str) -> str:
    tied = re.sub(r"(?<=\d) (?=(?:s|ms|min|h|MB|GB|%)\b|%)", "\xa0", line)
    return textwrap.fill(tied, WIDTH).replace("\xa0", " ")
