"""Kong's plugin `rate-limiting`."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from ratelimit.algorithms import FixedWindow
from ratelimit.decision import SECOND
from ratelimit.gateway.descriptors import UNITS
from ratelimit.gateway.presets.started_window import StartedWindow
from ratelimit.gateway.rule import Rule
from ratelimit.protocols import Algorithm
from ratelimit.quota import Quota
from ratelimit.unix_time import EPOCH, unix_time


def rate_limiting(
    name: str,
    *,
    second: int | None = None,
    minute: int | None = None,
    hour: int | None = None,
    day: int | None = None,
    month: int | None = None,
    year: int | None = None,
    **options: Any,
) -> Rule:
    """Return a policy of fixed windows, of which a request counts in all or in none.

    Months and years are the calendar's, of UTC, and count in memory only. Fields tell them as 30 and 365 days.
    options: those of a `Rule`, such as its scope.

    Raises `RuleError` if there is no limit.
    """
    limits = {"second": second, "minute": minute, "hour": hour, "day": day, "month": month, "year": year}
    given = {period: limit for period, limit in limits.items() if limit is not None}
    quotas = [Quota(limit, UNITS[period]) for period, limit in given.items()]
    return Rule(name, quotas, algorithm=[_CALENDAR.get(period, FixedWindow) for period in given], **options)


def next_month(now: int) -> int:
    """Return when the next month of the calendar begins, in nanoseconds since 1970."""
    date = _date(now)
    return _start(date.year + date.month // 12, date.month % 12 + 1)


def next_year(now: int) -> int:
    """Return when the next year of the calendar begins, in nanoseconds since 1970."""
    return _start(_date(now).year + 1, 1)


def _date(now: int) -> datetime:
    return EPOCH + timedelta(seconds=now // SECOND)


def _start(year: int, month: int) -> int:
    return unix_time(datetime(year, month, 1, tzinfo=UTC))


# Policies with equal windows share counters only if their algorithm is the same object.
_CALENDAR: Final[dict[str, Algorithm]] = {
    "month": partial(StartedWindow, next_start=next_month),
    "year": partial(StartedWindow, next_start=next_year),
}
