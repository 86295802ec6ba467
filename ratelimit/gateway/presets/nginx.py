"""The limits of nginx's `limit_req`."""

import re
from functools import cache, partial
from typing import Any, Final

from ratelimit.gateway.descriptors import UNITS
from ratelimit.gateway.presets.limit_req import LimitReq
from ratelimit.gateway.rule import Rule
from ratelimit.protocols import Algorithm
from ratelimit.quota import Quota

_RATE: Final = re.compile(r"([1-9][0-9]*)r/([sm])")


def limit_req(
    name: str, rate: str, *, burst: int = 0, delay: int = 0, nodelay: bool = False, count_by: str = "ip", **options: Any
) -> Rule:
    """Return a policy that decides as `limit_req` does in a zone of this rate.

    rate: `"10r/s"` or `"30r/m"`.
    burst: how many may be ahead of the rate. delay: how many of these don't wait for their turn. nodelay: none waits.
    options: those of a `Rule`, such as its scope.

    Raises `ValueError` for what is no such rate, a burst or a delay below 0, and for both a delay and `nodelay`.
    """
    match = _RATE.fullmatch(str(rate))
    if match is None:
        raise ValueError(f"rate must be a whole number with r/s or r/m, as '10r/s', got {rate!r}")
    if any(type(each) is not int or each < 0 for each in (burst, delay)):
        raise ValueError(f"burst and delay must be whole numbers of at least 0, got {burst!r} and {delay!r}")
    if delay and nodelay:
        raise ValueError(f"delay must be 0 with nodelay, got {delay}")
    period = UNITS["second" if match[2] == "s" else "minute"]
    algorithm = _algorithm(None if nodelay else delay)
    return Rule(name, [Quota(int(match[1]), period, burst + 1)], algorithm=algorithm, count_by=count_by, **options)


@cache  # policies with equal limits share counters only if their algorithm is the same object
def _algorithm(delay: int | None) -> Algorithm:
    return partial(LimitReq, delay=delay)
