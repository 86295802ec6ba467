"""Apigee's policies SpikeArrest and Quota."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any, Final, Literal, TypeAlias, get_args

from ratelimit.algorithms import GCRA, FixedWindow, SlidingLog
from ratelimit.gateway.descriptors import UNITS
from ratelimit.gateway.presets.started_window import StartedWindow
from ratelimit.gateway.rule import Rule
from ratelimit.protocols import Algorithm
from ratelimit.quota import Quota
from ratelimit.unix_time import unix_time

QuotaType: TypeAlias = Literal["default", "calendar", "flexi", "rollingwindow"]

_RATE: Final = re.compile(r"([1-9][0-9]*)(ps|pm)")
_PERIODS: Final = ("second", "minute", "hour", "day")
_ALGORITHMS: Final[Mapping[str, Algorithm]] = {
    "default": FixedWindow,
    "flexi": StartedWindow,
    "rollingwindow": SlidingLog,
}


def spike_arrest(name: str, rate: str, *, weight: int = 1, **options: Any) -> Rule:
    """Return a policy that lets one request through, and the next one after its share of the period.

    rate: `"30pm"`, which is one in 2 s, or `"10ps"`, one in 100 ms.
    weight: what is called MessageWeight: as how many requests each counts.
    options: those of a `Rule`, such as its scope.

    Raises `ValueError` for what is no such rate, and for a weight below 1.
    """
    match = _RATE.fullmatch(str(rate))
    if match is None:
        raise ValueError(f"rate must be a whole number with ps or pm, as '30pm', got {rate!r}")
    _check_whole("weight", weight)
    period = UNITS["second" if match[2] == "ps" else "minute"]
    return Rule(name, [Quota(int(match[1]), period * weight, burst=1)], algorithm=GCRA, **options)


def quota(
    name: str,
    allow: int,
    interval: int,
    unit: str,
    *,
    type: QuotaType = "default",  # noqa: A002  Apigee's word
    start: datetime | None = None,
    **options: Any,
) -> Rule:
    """Return a policy of so many requests in each interval of so many seconds, minutes, hours or days.

    type: when an interval begins. `default`: with the full minute, hour, or day of UTC. `calendar`: at the start, and
        then one after another. `flexi`: with the first request after the last one. `rollingwindow`: it has always just
        ended.
    start: with a time zone, for `calendar`.
    options: those of a `Rule`, such as its scope.

    Raises `ValueError` for another unit or type, for an interval below 1, and for a start without `calendar` or without
    a time zone.
    """
    if unit not in _PERIODS:
        raise ValueError(f"unit must be one of {', '.join(_PERIODS)}, got {unit!r}")
    if (start is not None) != (type == "calendar"):
        raise ValueError(f"start must be there for type calendar, and for no other, got {start!r} for {type!r}")
    _check_whole("interval", interval)
    period = interval * UNITS[unit]
    if type not in get_args(QuotaType):
        raise ValueError(f"type must be one of {', '.join(get_args(QuotaType))}, got {type!r}")
    if start is None:
        return Rule(name, [Quota(allow, period)], algorithm=_ALGORITHMS[type], **options)
    if not isinstance(start, datetime) or start.tzinfo is None:
        raise ValueError(f"start must have a time zone, got {start!r}")
    algorithm = _from(unix_time(start), period)
    return Rule(name, [Quota(allow, period)], algorithm=algorithm, **options)


@cache  # policies with equal windows share counters only if their algorithm is the same object
def _from(start: int, period: int) -> Algorithm:
    return partial(StartedWindow, next_start=lambda now: now + period - (now - start) % period)


def _check_whole(name: str, value: object) -> None:
    if type(value) is not int or value < 1:
        raise ValueError(f"{name} must be a whole number of at least 1, got {value!r}")
