"""Names a mistake by its answers: which known one gives the same answers to the same probes?"""

import json
from pathlib import Path
from typing import NamedTuple

from katas.grader.fingerprint import ONE_ANSWER, Facet, Fingerprint
from katas.grader.kata import Kata
from katas.grader.verdict import Diagnosis

MOST = 2  # two known mistakes that no probe tells apart are both named; more than two would not help


class Mistake(NamedTuple):
    """A known wrong solution."""

    does: str  # "drops the fraction of a token at every refill"
    shipped: str  # the library and version that had it, and what it did to its users; "" if that is not known
    prints: Fingerprint


def file_of_mistakes(kata: Kata) -> Path:
    """Return where a kata's known mistakes are stored. `make mistakes` writes it."""
    return kata.stub.with_name("mistakes.json")


def known_mistakes(kata: Kata) -> dict[str, Mistake]:
    """Read a kata's known mistakes by name; none if nobody has stored any."""
    path = file_of_mistakes(kata)
    stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {name: Mistake(**values) for name, values in stored.items()}


def diagnose(kata: Kata, facets: list[Facet], prints: Fingerprint) -> Diagnosis | None:
    """Name the known mistake that gives a submission's wrong answers; None if none fits, or too many."""
    known = known_mistakes(kata)
    names, facet = matches(prints, known, facets)
    if not 1 <= len(names) <= MOST:
        return None
    what = f"{facet.does if facet else 'answers'} exactly like one that"
    words = ", or one that ".join(known[name].does for name in names)
    shipped = known[names[0]].shipped if len(names) == 1 else ""
    return Diagnosis(tuple(names), f"your {kata.class_name} {what} {words}.", shipped)


def matches(prints: Fingerprint, known: dict[str, Mistake], facets: list[Facet]) -> tuple[list[str], Facet | None]:
    """Return the names of the mistakes that fit, and the one facet on which they do, None if they do on all.

    A submission may have several mistakes, or methods that are not written yet. Then one mistake may match on the first
    facet that is wrong; later facets narrow the choice if they agree with any.
    """
    whole = [name for name, mistake in known.items() if mistake.prints == prints]
    if whole or not prints:
        return whole, None
    if next(prints[facet.name] for facet in facets if facet.name in prints).startswith(ONE_ANSWER):
        return [], None  # code that grants everything may have any mistake
    wrong = [facet for facet in facets if facet.name in prints]
    clean = [facet.name for facet in facets[: facets.index(wrong[0])]]
    first = wrong[0].name
    names = [
        name
        for name, mistake in known.items()
        if mistake.prints.get(first) == prints[first] and not any(facet in mistake.prints for facet in clean)
    ]
    for facet in wrong[1:]:
        names = [name for name in names if known[name].prints.get(facet.name) == prints[facet.name]] or names
    return names, wrong[0]
