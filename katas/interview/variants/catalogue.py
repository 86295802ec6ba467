"""The variants that an interview offers, and what is next to each."""

from typing import get_args

from katas.interview.variants.variant import Answer, Edge, Variant, Windows

_GRID = "grid-yes grid-wait grid-after-yes grid-after-wait grid-costs-yes grid-refusals-costs-yes grid-back-yes"
_FIRST = (
    "first-yes first-wait first-after-yes first-after-wait first-costs-wait first-refusals-costs-yes first-back-wait"
)
_SLIDING = (
    "sliding-yes sliding-wait sliding-after-yes sliding-after-wait sliding-refusals-yes sliding-refusals-wait "
    "sliding-refusals-after-yes sliding-refusals-after-wait sliding-costs-yes sliding-costs-wait "
    "sliding-refusals-costs-yes sliding-back-yes sliding-back-wait sliding-refusals-back-yes sliding-tiers-wait"
)
_BUCKET = (
    "bucket-yes bucket-wait bucket-burst-yes bucket-burst-wait bucket-costs-wait bucket-burst-costs-yes "
    "bucket-back-wait bucket-burst-back-yes bucket-tiers-yes bucket-burst-tiers-wait"
)
_PLANS = "grid-tiers-wait first-tiers-yes"

OFFERED: tuple[Variant, ...] = tuple(map(Variant.of, f"{_GRID} {_FIRST} {_SLIDING} {_BUCKET} {_PLANS}".split()))


def neighbours(variant: Variant) -> dict[str, tuple[Variant, ...]]:
    """Return the variants that differ in one knob, by that knob. What decides nothing with it is dropped as well."""
    found = {
        "windows": [variant.but(windows=windows) for windows in get_args(Windows)],
        "edge": [variant.but(edge=edge) for edge in get_args(Edge)],
        "answer": [variant.but(answer=answer) for answer in get_args(Answer)],
        **{
            knob: [variant.but(**{knob: not getattr(variant, knob)})]
            for knob in ("refusals", "burst", "costs", "back", "tiers")
        },
    }
    lawful = {knob: tuple(each.lawful() for each in some) for knob, some in found.items()}
    others = {knob: tuple(each for each in some if each != variant) for knob, some in lawful.items()}
    return {knob: some for knob, some in others.items() if some}
