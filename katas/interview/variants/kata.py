"""The kata of a variant: what the grader runs on a learner's file."""

from functools import partial
from typing import Any

from katas.grader.fingerprint import Facet
from katas.grader.kata import Kata
from katas.grader.plot_traffic import Traffic
from katas.grader.timeline import Call
from katas.interview.variants.laws.levels import rungs
from katas.interview.variants.laws.trial import VariantTrial
from katas.interview.variants.variant import Variant

FIRST, LAST = 20, 20  # points of the basics, and of everything together; the levels between share the rest
TRAFFIC = Traffic(
    lambda arrivals, _end: [Call("take", now, cost, "ann") for now, cost in arrivals], lambda _quota: None
)


def kata_of(name: str) -> Kata:
    """Return the kata of a variant's name, or of that and a twist's: "sliding-yes+refund".

    Raises `ValueError` if there is no such variant.
    """
    variant = Variant.of(name.partition("+")[0])
    kata = Kata(
        name,
        "RateLimiter",
        trial=partial(VariantTrial, variant),
        facets=_no_facets,
        traffic=TRAFFIC,
        library="",
    )
    found = rungs(variant)
    for rung, points in zip(found, _points(len(found)), strict=True):
        kata.level(points)(rung.law(variant))
    return kata


def _points(number: int) -> list[int]:
    """Share out 100 points."""
    share, rest = divmod(100 - FIRST - LAST, number - 2)
    return [FIRST, *[share + 1] * rest, *[share] * (number - 2 - rest), LAST]


def _no_facets(_trial: Any) -> list[Facet]:
    """Return no probes: no mistakes of variants are known by name."""
    return []
