"""The bank: right and wrong solutions of every kata, and how the wrong ones describe their mistake."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from katas.grader.kata import LADDER, ROOT, load_kata
from katas.grader.run.diagnosis import Mistake, known_mistakes
from katas.review.docstring import docstring

BANK = ROOT / "tests" / "bank"


class Entry(NamedTuple):
    """One file of the bank."""

    kata: str
    kind: str  # right, wrong, or a variant: a known mistake in another style
    path: Path
    says: str  # its docstring

    @property
    def name(self) -> str:
        return f"{self.kata}/{self.kind}/{self.path.stem}"

    @property
    def does(self) -> str:
        """Return what a wrong one does, as the rest of a sentence: "drops the fraction of a token at every refill"."""
        sentence = self.says.splitlines()[0].rstrip(".")
        return sentence[0].lower() + sentence[1:]

    @property
    def level(self) -> str:
        return self._labelled("Level")

    @property
    def shipped(self) -> str:
        shipped = self._labelled("Shipped")
        return "" if shipped == "not known" else f"{shipped.rstrip('.')}."

    @property
    def mistake(self) -> str:
        """Return the name of the mistake: that of the file, or of one that it is another form of."""
        return self._labelled("Same as").partition(",")[0] or self.path.stem

    @property
    def submission(self) -> str:
        return str(self.path.relative_to(ROOT))

    def _labelled(self, label: str) -> str:
        found = re.search(rf"^{label}: (.*(?:\n(?![A-Z][a-z ]+: ).*)*)", self.says, re.MULTILINE)
        return " ".join(found[1].split()) if found else ""


def entries(kata: str, *kinds: str) -> list[Entry]:
    """Return a kata's files of these kinds, in order."""
    paths = [(kind, path) for kind in kinds for path in sorted((BANK / kata / kind).glob("*.py"))]
    return [Entry(kata, kind, path, docstring(path)) for kind, path in paths]


def every(*kinds: str) -> list[Entry]:
    """Return the files of all katas."""
    return [entry for kata in LADDER for entry in entries(kata, *kinds)]


@cache
def known_in(kata: str) -> dict[str, Mistake]:
    """Return a kata's known mistakes."""
    return known_mistakes(load_kata(kata))


def touches(entry: Entry) -> set[str]:
    """Return the level at which a wrong one is wrong, and the group of probes that tells it first; else its kind."""
    if entry.kind != "wrong":
        return {entry.kind}
    known = known_in(entry.kata).get(entry.mistake)
    return {f"level {entry.level}", f"group {next(iter(known.prints), '') if known else ''}"}


def sampled(found: Iterable[Entry]) -> list[Entry]:
    """Leave out each that touches only what those after it, and those kept, touch as well."""
    found, kept = list(found), []
    left = Counter(each for entry in found for each in touches(entry))
    for entry in found:
        if all(left[each] > 1 for each in touches(entry)):
            left.subtract(touches(entry))
        else:
            kept.append(entry)
    return kept
