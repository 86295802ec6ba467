"""The templates, and a draw of questions from them."""

from collections.abc import Callable, Collection
from random import Random

from katas.interview.numbers.families import buckets, windows
from katas.interview.numbers.question import Question

Template = Callable[[Random], Question]

FAMILIES: dict[str, tuple[Template, ...]] = {
    "windows": (windows.window_edge, windows.log_wait),
    "buckets": (buckets.bucket_left,),
}
TEMPLATES: dict[str, Template] = {
    template.__name__: template for templates in FAMILIES.values() for template in templates
}


def draw(random: Random, count: int, avoid: Collection[str] = ()) -> list[Question]:
    """`count` questions of different templates, and of different families while there are enough.

    Templates in `avoid` are taken only when there are no others.
    """
    fresh = [_shuffled(random, [t for t in templates if t.__name__ not in avoid]) for templates in FAMILIES.values()]
    stale = [_shuffled(random, [t for t in templates if t.__name__ in avoid]) for templates in FAMILIES.values()]
    chosen = (_dealt(random, fresh) + _dealt(random, stale))[:count]
    return [template(random) for template in chosen]


def _shuffled(random: Random, templates: list[Template]) -> list[Template]:
    return random.sample(templates, len(templates))


def _dealt(random: Random, piles: list[list[Template]]) -> list[Template]:
    """One from each pile in turn, until all are dealt."""
    piles = random.sample(piles, len(piles))
    return [pile[turn] for turn in range(max(map(len, piles))) for pile in piles if turn < len(pile)]
