"""What comes when the code is done: a new constraint on the same file, with a level of its own."""

from typing import NamedTuple

from katas.interview.variants.variant import Variant

TWISTS = ("plans", "two windows", "refund", "servers")


class Twist(NamedTuple):
    """A new constraint. What was right before stays right: everything new is an argument or a method more."""

    name: str
    prompt: str  # what the candidate is told
    changes: str  # what of the file's signatures changes, as Python text
    level: str  # the name of its level


def twists(variant: Variant) -> tuple[str, ...]:
    """Return the names of the twists that make sense with a variant."""
    return tuple(name for name in TWISTS if not (name == "plans" and variant.tiers))


def twist(variant: Variant, name: str) -> Twist:
    """Return a twist of a variant. Raises `ValueError` if it makes no sense with it, or if there is none."""
    if name not in twists(variant):
        raise ValueError(f"the twists of {variant.name} are {', '.join(twists(variant))}; got {name}")
    return Twist(name, "", "", name)
