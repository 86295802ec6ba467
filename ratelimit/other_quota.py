"""A meter that is kept in one quota, and asked in another.

It is kept in the quota of its last grant: units come back at that quota's rate. What is missing is the same in every
quota, so a cost fits into another one if the meter would grant that cost and the difference of what the two can hold.
"""

from typing import Never

from ratelimit.clock import check_period
from ratelimit.composite import Composite
from ratelimit.cost import checked_cost
from ratelimit.decision import Decision, Level
from ratelimit.full_answer import delay_of, next_afters
from ratelimit.protocols import Meter, refundable
from ratelimit.quota import Quota


class KeptInOtherQuota(Exception):  # noqa: N818  no error: the limiter takes its slower path
    """A meter was asked as if it were kept in the limiter's own quota."""


class MeterInOtherQuota:
    """Stands among the limiter's meters for one that is kept in another quota than the limiter's own."""

    __slots__ = ("meter", "quota")

    def __init__(self, meter: Meter, quota: Quota) -> None:
        self.meter = meter
        self.quota = quota

    def take(self, _now: int, _cost: int = 1) -> Never:
        """Raise, so that the limiter's fast path need not look for this."""
        raise KeptInOtherQuota

    def level(self, now: int) -> Level:
        """Look at what is left in the quota that it is kept in; it is fresh in all quotas at the same time."""
        return self.meter.level(now)

    def refund(self, now: int, cost: int = 1) -> int:
        """Give back units, which are the same in all quotas."""
        return refundable(self.meter).refund(now, cost)

    def charge(self, now: int, cost: int = 1) -> None:
        """Spend units without asking."""
        refundable(self.meter).charge(now, cost)


def check_other_quota(fresh: Meter, quota: Quota, *, with_default_clock: bool) -> None:
    """Raise what making a limiter with this quota would raise, and `TypeError` if the meter can't change its quota."""
    if with_default_clock:
        check_period(quota, ", and if nanoseconds are, pass clock=time.monotonic_ns")
    carried(fresh, quota, 0)


def kept_in(held: Meter, own: Quota) -> tuple[Meter, Quota]:
    """Return a meter and the quota that it is kept in: the limiter's own, unless it says otherwise."""
    return (held.meter, held.quota) if isinstance(held, MeterInOtherQuota) else (held, own)


def refusal(meter: Meter, kept: Quota, quota: Quota, now: int, cost: int) -> Decision | None:
    """Refuse a cost in a quota that the meter is not kept in, or return None if it fits."""
    cost = checked_cost(cost, quota.burst)
    meter, more = _roomy(meter, kept, quota, now)
    cost += more
    remaining, reset_after = meter.level(now)
    if cost <= remaining:
        return None
    delay = delay_of(meter, now)
    wait = meter.take(now, cost)  # certain to be refused, and a refusal is free
    return Decision(False, max(0, remaining - more), wait, reset_after, delay)  # noqa: FBT003  a Decision's first field


def _roomy(meter: Meter, kept: Quota, quota: Quota, now: int) -> tuple[Meter, int]:
    """Return a meter at the rate at which units come back, that can hold all that the quota can, and how much more.

    Else a key that owes, and has 0 remaining, could not be told from one that has just nothing left.
    """
    if kept.burst >= quota.burst:
        return meter, kept.burst - quota.burst
    try:
        return carried(meter, Quota(kept.limit, kept.period, quota.burst), now), 0
    except ValueError:  # a window has no rate, and no burst
        return carried(meter, quota, now), 0


def next_afters_in(meter: Meter, kept: Quota, quota: Quota, now: int) -> tuple[int, ...]:
    """Return `next_afters` of a meter that is kept in one quota, and asked in another or the same."""
    if kept == quota:
        return next_afters(meter, now)
    refused = refusal(meter, kept, quota, now, 1)
    # What can be spent moves the meter to the quota that is asked; if nothing can, it stays.
    return next_afters(carried(meter, quota, now), now) if refused is None else (refused.retry_after,)


def carried(meter: Meter, quota: Quota, now: int) -> Meter:
    """Return a meter of another quota, for which the same is missing."""
    carry = getattr(meter, "carried", None)
    if carry is None:
        raise TypeError(f"quota can't change for {type(meter).__name__}, as it has no method carried(quota, now)")
    other: Meter = carry(quota, now)
    return other


def look(meter: Meter, kept: Quota, quota: Quota, now: int) -> Decision:
    """Say what a request for one unit would be told in a quota."""
    if isinstance(meter, Composite) and kept == quota:
        return meter.peek(now)
    meter, more = _roomy(meter, kept, quota, now)
    remaining, reset_after = meter.level(now)
    remaining = max(0, remaining - more)
    if remaining and kept != quota and hasattr(meter, "delay"):
        delay = delay_of(carried(meter, quota, now), now)
    else:
        delay = delay_of(meter, now)
    wait = 0 if remaining else meter.take(now, 1 + more)  # certain to be refused, and a refusal is free
    return Decision(wait == 0, remaining, wait, reset_after, delay)
