"""What `--plot` puts to a kind of submission, beside the smallest timeline that failed."""

from collections.abc import Callable
from typing import Any, NamedTuple

from katas.grader.timeline import Call
from ratelimit import Quota

Arrivals = list[tuple[int, int]]  # when, and for how many units


class Traffic(NamedTuple):
    """How a kind of submission is asked for what arrives, and what it is compared with."""

    calls: Callable[[Arrivals, int], list[Call]]  # of what arrives before an end, in order
    meter: Callable[[Quota], Any]  # one for each key
    ticks: int = 1  # of the submission's clock for one of the picture's
    note: str = ""  # what else comes
