"""Apigee's policies SpikeArrest and Quota."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any, Final, Literal, TypeAlias

from ratelimit.algorithms import GCRA, FixedWindow, SlidingLog
from ratelimit.gateway.descriptors import UNITS
from ratelimit.gateway.presets.started_window import StartedWindow
from ratelimit.gateway.rule import Rule
from ratelimit.protocols import Algorithm
from ratelimit.quota import Quota

QuotaType: TypeAlias = Literal["default", "calendar", "flexi", "rollingwindow"]

_RATE: Final = re.compile(r"([1-9][0-9]*)(ps|pm)")
_PERIODS: Final = ("second", "minute", "hour", "day")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def spike_arrest(name: str, rate: str, *, weight: int = 1, **options: Any) -> Rule:
    """Return a policy that lets one request through, and the next one after its share of the period.

    rate: `"30pm"`, which is one in 2 s, or `"10ps"`, one in 100 ms.
    weight: what is called MessageWeight: as how many requests each counts.
    options: those of a `Rule`, such as its scope.

    Raises `ValueError` for what is no such rate, and for a weight below 1.
    """
    match = _RATE.fullmatch(rate)
    if match is None:
        raise ValueError(f"rate must be a whole number with ps or pm, as '30pm', got {rate!r}")
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

    Raises `ValueError` for another unit or type, and for a start without `calendar` or without a time zone.
    """
    if unit not in _PERIODS:
        raise ValueError(f"unit must be one of {', '.join(_PERIODS)}, got {unit!r}")
    if (start is not None) != (type == "calendar"):
        raise ValueError(f"start must be there for type calendar, and for no other, got {start!r} for {type!r}")
    return Rule(name, [Quota(allow, interval * UNITS[unit])], algorithm=_algorithm(type, start), **options)


@cache  # policies with equal windows share counters only if their algorithm is the same object
def _algorithm(kind: QuotaType, start: datetime | None) -> Algorithm:
    if start is not None:
        if start.tzinfo is None:
            raise ValueError(f"start must have a time zone, got {start!r}")
        return partial(StartedWindow, start=(start - _EPOCH) // timedelta(microseconds=1) * 1000)
    algorithms: dict[str, Algorithm] = {"default": FixedWindow, "flexi": StartedWindow, "rollingwindow": SlidingLog}
    if kind not in algorithms:
        raise ValueError(f"type must be one of default, calendar, flexi, rollingwindow, got {kind!r}")
    return algorithms[kind]
