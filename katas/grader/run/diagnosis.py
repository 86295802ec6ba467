"""Names a mistake by its answers: which known one gives the same answers to the same probes?"""

import json
from pathlib import Path
from typing import NamedTuple

from katas.grader.fingerprint import ONE_ANSWER, Facet, Fingerprint, wrong_answers
from katas.grader.kata import Kata
from katas.grader.verdict import Diagnosis

ALIKE = 0.9  # of the wrong answers of both, at least so many must be the same
APART = 0.2  # by so much more than those of any other kind of mistake


class Mistake(NamedTuple):
    """A known wrong solution."""

    does: str  # "drops the fraction of a token at every refill"
    shipped: str  # the library and version that had it, and what it did to its users; "" if that is not known
    kind: str  # the name of the mistake, which is the same for all its forms
    prints: Fingerprint


class Match(NamedTuple):
    """The known mistakes of one kind that fit a submission, best first, and how well."""

    names: list[str]
    share: float = 1.0  # of the wrong answers that are the same
    facet: Facet | None = None  # the only one that was compared; None if all were


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
    found = match(prints, known, facets)
    if found is None:
        return None
    does = " or ".join(f"one that {each}" for each in dict.fromkeys(known[name].does for name in found.names))
    how = "exactly" if found.share == 1 else f"in {100 * found.share:.0f} % of all probes that go wrong"
    what = f"{found.facet.does if found.facet else 'answers'} {how} like {does}"
    shipped = known[found.names[0]].shipped if len(found.names) == 1 else ""
    return Diagnosis(tuple(found.names), f"your {kata.class_name} {what}.", shipped)


def match(prints: Fingerprint, known: dict[str, Mistake], facets: list[Facet]) -> Match | None:
    """Return the known mistakes that fit, if they are of one kind.

    Two ways of writing a mistake may differ in a few answers, so that most must be the same, not all. A submission may
    have several mistakes, or methods that are not written yet. Then the first facet that is wrong is compared alone.
    """
    if not prints:
        return None
    whole = _most_alike({name: _share(prints, mistake.prints) for name, mistake in known.items()}, known)
    if whole is not None:
        return whole
    wrong = [facet for facet in facets if facet.name in prints]
    clean = [facet.name for facet in facets[: facets.index(wrong[0])]]
    first = wrong[0].name
    if prints[first].startswith(ONE_ANSWER):
        return None  # code that grants everything may have any mistake
    shares = {
        name: _share({first: prints[first]}, {first: mistake.prints.get(first, "")})
        for name, mistake in known.items()
        if not any(facet in mistake.prints for facet in clean)
    }
    one = _most_alike(shares, known, at_least=1.0)
    return one and one._replace(facet=wrong[0])


def _most_alike(shares: dict[str, float], known: dict[str, Mistake], at_least: float = ALIKE) -> Match | None:
    """Return those that are most alike, unless they are of several kinds, or another kind is nearly as much alike."""
    best = max(shares.values(), default=0)
    if best < at_least:
        return None
    names = [name for name, share in shares.items() if share == best]
    kind = known[names[0]].kind
    others = [share for name, share in shares.items() if known[name].kind != kind]
    if max(others, default=0) >= (best if best == 1 else best - APART):
        return None
    return Match(names, best)


def _share(some: Fingerprint, others: Fingerprint) -> float:
    """Return which share of the probes that either answers wrongly is answered alike by both."""
    alike = every = 0
    for facet in some.keys() | others.keys():
        mine, theirs = wrong_answers(some.get(facet, "")), wrong_answers(others.get(facet, ""))
        alike += sum(theirs.get(at) == mark for at, mark in mine.items())
        every += len(mine.keys() | theirs.keys())
    return alike / every if every else 0.0
