"""Names a mistake by its answers: which known one gives the same answers to the same probes?"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from katas.grader.fingerprint import ONE_ANSWER, UNFINISHED, Facet, Fingerprint, wrong_answers
from katas.grader.kata import Kata
from katas.grader.verdict import Diagnosis

ALIKE = 0.6  # of the wrong answers of both, at least so many must be the same
NEARLY = 0.9  # from here on, "almost exactly"
FEWEST = 10  # wrong answers, if only one facet is compared
MOST = 2  # forms of the mistake that are told


class Mistake(NamedTuple):
    """A known wrong solution."""

    does: str  # "drops the fraction of a token at every refill"
    shipped: str  # the library and version that had it, and what it did to its users; "" if that is not known
    kinds: list[str]  # the names of the mistake: of itself, or of those that it is another form of
    prints: Fingerprint


class Match(NamedTuple):
    """The known mistakes that fit a submission, all of one kind, and how well."""

    names: list[str]
    share: float = 1.0  # of the wrong answers that are the same
    facet: str = ""  # the only one that was compared; "" if all were


def file_of_mistakes(kata: Kata) -> Path:
    """Return where a kata's known mistakes are stored. `make mistakes` writes it."""
    return kata.stub.with_name("mistakes.json")


def known_mistakes(kata: Kata) -> dict[str, Mistake]:
    """Read a kata's known mistakes by name; none if nobody has stored any."""
    path = file_of_mistakes(kata)
    stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {name: Mistake(**values) for name, values in stored.items()}


def diagnose(kata: Kata, facets: list[Facet], prints: Fingerprint) -> Diagnosis | None:
    """Name the known mistake that gives a submission's wrong answers; None if none fits, or those of several kinds."""
    known = known_mistakes(kata)
    found = match(prints, known)
    if found is None:
        return None
    does = next((facet.does for facet in facets if facet.name == found.facet), "answers")
    how = "exactly" if found.share == 1 else "almost exactly" if found.share >= NEARLY else "much"
    told = list(dict.fromkeys(known[name].does for name in found.names))
    likely = "" if found.share >= NEARLY else "probably: "
    percent, theirs = int(100 * found.share), "its" if len(told) == 1 else "theirs"
    agree = "" if found.share == 1 else f" ({likely}{percent} % of the wrong answers, yours and {theirs}, are the same)"
    one = len(told) == 1 and found.share >= NEARLY
    shipped = next(filter(None, (known[name].shipped for name in found.names)), "") if one else ""
    like = f"one that {told[0]}{agree}."
    if len(told) > 1:
        like = "\n  - ".join([f"either of these{agree}:", *(f"one that {form}." for form in told[:MOST])])
    return Diagnosis(tuple(found.names), f"your {kata.class_name} {does} {how} like {like}", shipped)


def match(prints: Fingerprint, known: dict[str, Mistake]) -> Match | None:
    """Return the known mistakes that fit, if they are of one kind.

    Two ways of writing a mistake may differ in a few answers, so that most must be the same, not all. A submission may
    have a second mistake, or methods that are not written yet. Then the first facet that is wrong is compared alone.
    """
    if not prints:
        return None
    return _alike_in_all(prints, known) or _same_in_the_first(prints, known)


def _alike_in_all(prints: Fingerprint, known: dict[str, Mistake]) -> Match | None:
    """Return what is most alike; None if that is not much, or if another kind is equally or nearly as much alike."""
    shares = {name: _share(prints, mistake.prints) for name, mistake in known.items()}
    best = max(shares.values(), default=0)
    if best < ALIKE:
        return None
    names = [name for name, share in shares.items() if share == best]
    most = max((share for name, share in shares.items() if not _of_a_kind(known, [name, names[0]])), default=0)
    return Match(names, best) if most < best and most <= best * best else None  # the less it fits, the clearer


def _same_in_the_first(prints: Fingerprint, known: dict[str, Mistake]) -> Match | None:
    """Return what goes wrong first in the same facet, with the same answers, and nowhere where this one is right."""
    facet, marks = first = next(iter(prints.items()))
    if marks.startswith(ONE_ANSWER) or len(wrong_answers(marks)) < FEWEST:
        return None  # such as code that grants everything: it may have any mistake
    names = [
        name
        for name, mistake in known.items()
        if next(iter(mistake.prints.items())) == first
        and all(theirs.keys() <= mine.keys() for mine, theirs in _compared(prints, mistake.prints))
    ]
    return Match(names, facet=facet) if names and _of_a_kind(known, names) else None


def _of_a_kind(known: dict[str, Mistake], names: list[str]) -> bool:
    """Whether there is a mistake that all of these are forms of."""
    return bool(set[str].intersection(*(set(known[name].kinds) for name in names)))


def _share(some: Fingerprint, others: Fingerprint) -> float:
    """Return which share of the probes that either answers wrongly is answered alike by both."""
    alike = every = 0
    for mine, theirs in _compared(some, others):
        alike += len(mine.items() & theirs.items())
        every += len(mine.keys() | theirs.keys())
    return alike / every if every else 0.0


def _compared(some: Fingerprint, others: Fingerprint) -> Iterator[tuple[dict[int, str], dict[int, str]]]:
    """Yield the wrong answers of both in each facet that both have finished."""
    for facet in some.keys() | others.keys():
        marks = some.get(facet, ""), others.get(facet, "")
        if UNFINISHED not in marks:
            yield wrong_answers(marks[0]), wrong_answers(marks[1])
