"""What `--plot` asks a kind of submission, beside the smallest timeline that failed."""

from collections.abc import Callable
from typing import Any, NamedTuple

from katas.grader.timeline import Call, Limit
from ratelimit import Quota

Arrivals = list[tuple[int, int]]  # when, and for how many units


class Traffic(NamedTuple):
    """How to turn arrivals into calls of a kind of submission, and what it is compared with."""

    calls: Callable[[Arrivals, int], list[Call]]  # of what arrives before an end, in order
    meter: Callable[[Quota], Any]  # one for each key
    ticks: int = 1  # of the submission's clock, for one tick of the picture's
    note: str = ""  # what else comes
    more: tuple[Limit, ...] = ()  # other limits that decide as well
