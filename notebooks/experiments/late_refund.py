"""What a refund is worth that comes some time after the units were spent."""

from typing import NamedTuple

from notebooks.experiments.simulated_clock import SimulatedClock
from ratelimit import MemoryLimiter, Quota
from ratelimit.protocols import Algorithm

KEY = "ann"


class Refunded(NamedTuple):
    """What a refund has changed."""

    returned: int
    """How many units `refund` says that it gave back."""

    worth: int
    """How many units more would pass now."""


def late_refund(algorithm: Algorithm, quota: Quota, start: int, after: int) -> Refunded:
    """Spend all that there is at a time, and give it back so many nanoseconds later."""
    clock = SimulatedClock(start)
    limiter = MemoryLimiter(algorithm, quota, clock=clock)
    limiter.hit(KEY, quota.burst)
    clock.now += after
    before = limiter.peek(KEY).remaining
    returned = limiter.refund(KEY, quota.burst)
    return Refunded(returned, limiter.peek(KEY).remaining - before)
