"""The variants that an interview offers."""

from katas.interview.variants.variant import Variant

OFFERED: tuple[Variant, ...] = tuple(
    map(
        Variant.of,
        (
            "grid-yes",
            "first-yes",
            "sliding-yes",
            "sliding-refusals-yes",
            "sliding-refusals-after-yes",
            "sliding-wait",
            "bucket-burst-wait",
            "bucket-costs-wait",
        ),
    )
)


def neighbours(variant: Variant) -> tuple[Variant, ...]:
    """Return the variants that differ in one knob, each with a law of its own."""
    found = [
        *(variant.but(windows=windows) for windows in ("grid", "first", "sliding", "bucket")),
        *(variant.but(edge=edge) for edge in ("at", "after")),
        *(variant.but(answer=answer) for answer in ("wait", "yes")),
        *(
            variant.but(**{knob: not getattr(variant, knob)})
            for knob in ("refusals", "burst", "costs", "back", "tiers")
        ),
    ]
    return tuple(each for each in found if each != variant and each.has_a_law)
