"""What a meter takes along into another quota."""

from math import gcd

from ratelimit.quota import Quota


def carried_parts(parts: int, limit: int, unit: int, quota: Quota) -> int:
    """Return missing units, `parts` of which `unit` are one, in the parts of another quota: exact, or rounded up.

    limit, unit: limit and period of the quota that they are missing in, in lowest terms. At the same rate, parts are
        the same.

    If the quota's period is whole microseconds, what a limiter on Redis could not store is rounded up too, so that both
    carry the same. It is less than what comes back in a microsecond.
    """
    if (limit, unit) == quota.terms[:2]:
        return parts
    period = stored = quota.terms[1]
    if quota.period % 1000 == 0:
        microseconds = quota.period // 1000
        stored = microseconds // gcd(quota.limit, microseconds)
    return -(-parts * stored // unit) * (period // stored)


def check_same_period(quota: Quota, period: int) -> None:
    """Raise `ValueError` for a quota that a window of this period can't count for."""
    if quota.period != period:
        raise ValueError(
            f"period must be the limiter's own, {period}, as a window's counts belong to it, got {quota.period}: "
            "a bucket or GCRA can change it"
        )
