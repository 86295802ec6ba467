"""Kong's plugin `rate-limiting`."""

from typing import Any, Final

from ratelimit.algorithms import FixedWindow
from ratelimit.gateway.descriptors import UNITS
from ratelimit.gateway.rule import Rule
from ratelimit.quota import Quota

_PERIODS: Final = ("second", "minute", "hour", "day", "month", "year")


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

    A month has 30 days, a year 365. options: those of a `Rule`, such as its scope.

    Raises `RuleError` if there is no limit.
    """
    limits = zip(_PERIODS, (second, minute, hour, day, month, year), strict=True)
    quotas = [Quota(limit, UNITS[period]) for period, limit in limits if limit is not None]
    return Rule(name, quotas, algorithm=FixedWindow, **options)
