"""The limiters with one mistake each: the wrong solutions of the bank that a timeline can show."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from katas.grader.kata import LADDER, ROOT, load_kata
from katas.review.docstring import docstring
from katas.review.stripped import stripped

BANK = ROOT / "tests" / "bank"
USUAL = LADDER[: LADDER.index("redis_token_bucket")]  # the others are long to read, or few of them are shown like that


class Planted(NamedTuple):
    """A wrong solution of a kata."""

    kata: str
    path: Path
    does: str  # a sentence: "Drops the fraction of a token at every refill."
    kind: str  # the name of the mistake, which is the same for all its forms
    level: str  # the first that it fails
    law: int  # of the brief, that it breaks; 0: the formula
    shows: str  # a short timeline on which it answers wrongly
    shipped: str  # the library that had it; "" if that is not known

    @property
    def name(self) -> str:
        """What the history calls it."""
        return f"{self.kata}/{self.path.stem}"

    @property
    def source(self) -> str:
        """The program without what explains it."""
        return stripped(self.path.read_text(encoding="utf-8"))


@cache
def wrong_ones(kata: str, bank: Path = BANK) -> tuple[Planted, ...]:
    """Return a kata's wrong solutions; none if the bank is not there."""
    return tuple(_read(kata, path) for path in sorted((bank / kata / "wrong").glob("*.py")))


@cache
def planted(kata: str, bank: Path = BANK) -> tuple[Planted, ...]:
    """Return those that a timeline shows, as typed by a learner: not what is slow, racy or shared between limiters."""
    return tuple(each for each in wrong_ones(kata, bank) if _can_be_typed(kata, each.shows))


def _can_be_typed(kata: str, timeline: str) -> bool:
    try:
        load_kata(kata).parse(timeline)
    except ValueError:
        return False
    return True


def _read(kata: str, path: Path) -> Planted:
    text = docstring(path)
    shipped, law = _labelled(text, "Shipped"), re.match(r"law (\d+)", _labelled(text, "Breaks"))
    return Planted(
        kata,
        path,
        does=text.partition("\n")[0].strip(),
        kind=_labelled(text, "Same as").partition(",")[0] or path.stem,
        level=_labelled(text, "Level"),
        law=int(law[1]) if law else 0,
        shows=_labelled(text, "Shows").strip("`"),
        shipped="" if shipped == "not known" else shipped,
    )


def _labelled(text: str, label: str) -> str:
    found = re.search(rf"^{label}: (.*(?:\n(?![A-Z][a-z ]+: ).*)*)", text, re.MULTILINE)
    return " ".join(found[1].split()) if found else ""
