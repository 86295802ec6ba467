"""The kata of a variant: what the grader runs on a learner's file."""

from functools import partial

from katas.grader.fingerprint import Facet
from katas.grader.kata import Kata
from katas.grader.plot_traffic import Traffic
from katas.grader.timeline import Call
from katas.interview.variants.laws.ladder import rung_of, rungs, spare
from katas.interview.variants.laws.rung import Rung
from katas.interview.variants.laws.trial import VariantTrial
from katas.interview.variants.twist import twist
from katas.interview.variants.variant import Variant

FIRST, LAST = 20, 20  # points of the basics, and of everything together; the levels between share the rest
TWIST = 30  # points of a twist's level; the others share the rest
TRAFFIC = Traffic(
    lambda arrivals, _end: [Call("take", now, cost, "ann") for now, cost in arrivals], lambda _quota: None
)


def kata_of(name: str) -> Kata:
    """Return the kata of a variant's name, or of that and a twist's: "sliding-yes+refund".

    "sliding-yes+refund~edge" has only the levels after that one, and timelines that its rule does not touch.

    Raises `ValueError` if there is no such variant, if the twist makes no sense with it, or if nothing is left.
    """
    named, _, spared = name.partition("~")
    words, _, more = named.partition("+")
    variant = Variant.of(words)
    found = rungs(variant)
    points = _points(len(found))
    if more:
        level = twist(variant, more).level
        found.append(rung_of(variant, level))
        points = _twisted(points)
    if spared:
        found = spare(variant, found, spared)
        if not found:
            raise ValueError(f"of {named} nothing is left without {spared}")
        points = [0] * len(found)
    return _kata(name, variant, found, points)


def _kata(name: str, variant: Variant, levels: list[Rung], points: list[int]) -> Kata:
    kata = Kata(name, "RateLimiter", partial(VariantTrial, variant), _no_facets, TRAFFIC, library="")
    for each, share in zip(levels, points, strict=True):
        kata.level(share)(each.law(variant))
    return kata


def _points(number: int) -> list[int]:
    """Share out 100 points."""
    share, rest = divmod(100 - FIRST - LAST, number - 2)
    return [FIRST, *[share + 1] * rest, *[share] * (number - 2 - rest), LAST]


def _twisted(points: list[int]) -> list[int]:
    """Leave points for the level of a twist, which is the last."""
    left = [share * (100 - TWIST) // 100 for share in points]
    return [*left, 100 - sum(left)]


def _no_facets(_trial: VariantTrial) -> list[Facet]:
    """Return no probes: no mistakes of variants are known by name."""
    return []
