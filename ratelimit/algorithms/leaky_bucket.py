"""Queue up, and leave at an even pace."""

from ratelimit.algorithms.carried import carried_parts
from ratelimit.algorithms.next_unit import next_unit_after
from ratelimit.cost import ONE, checked_charge, checked_cost
from ratelimit.decision import Decision, Level, new
from ratelimit.quota import Quota


class LeakyBucket:
    """Up to `burst` units of water, empty when new, leaking `limit` per `period` through a hole.

    It grants what a token bucket grants; a caller then goes ahead at `now + delay`, with the delay asked just before
    the take, and so departures are even however bursty the arrivals.
    To stay whole, water is counted in drops, `period` of them to a unit: `limit` drops leak each tick.
    """

    __slots__ = ("_clock", "_drops", "_full", "_limit", "_period")

    def __init__(self, quota: Quota) -> None:
        self._limit, self._period, self._full = quota.terms
        self._drops = 0
        self._clock = 0  # the highest time that was taken at

    def take(self, now: int, cost: int = 1) -> int:
        """Pour `cost` units at `now`: 0, or the ticks to wait. A time before the last counts as the last."""
        poured = self._period
        if cost is not ONE:
            if type(cost) is not int or cost < 1 or cost * poured > self._full:
                cost = checked_cost(cost, self._full // poured)
            poured *= cost
        drops = self._drops
        clock = self._clock
        if now > clock:
            drops -= (now - clock) * self._limit
            if drops < 0:  # noqa: PLR1730 max(): +70 ns
                drops = 0
            clock = now
        poured += drops
        if poured <= self._full:
            self._clock, self._drops = clock, poured
            return 0
        self._clock, self._drops = clock, drops
        over = poured - self._full
        limit = self._limit
        return over if limit == 1 else -(-over // limit)  # it is 1 for 100 a second: 40 ns

    def level(self, now: int) -> Level:
        """Look at what is left at `now`."""
        remaining, reset_after, _ = self.left(now)
        return new(Level, (remaining, reset_after))

    def left(self, now: int) -> tuple[int, int, int]:
        """Say in plain numbers what `level` says, and the delay of a request at `now`."""
        drops, limit = self._drops, self._limit
        if now > self._clock:
            drops -= (now - self._clock) * limit
        if drops <= 0:
            return self._full // self._period, 0, 0
        remaining = (self._full - drops) // self._period
        if remaining < 0:  # noqa: PLR1730 max(): +70 ns
            remaining = 0
        reset_after = drops if limit == 1 else -(-drops // limit)  # as above
        return remaining, reset_after, reset_after

    def left_after(self, _now: int, cost: int) -> tuple[int, int, int]:
        """Say the same just after a grant of `cost` at `now`, and the delay of that grant."""
        drops = self._drops
        remaining = (self._full - drops) // self._period
        before = drops - cost * self._period
        limit = self._limit
        return (remaining, drops, before) if limit == 1 else (remaining, -(-drops // limit), -(-before // limit))

    def next_after(self, now: int) -> int:
        """Ticks until one unit more than what remains at `now` can have been spent, if all of that is spent now."""
        drops = max(0, self._drops - max(0, now - self._clock) * self._limit)
        return next_unit_after(drops, self._full, self._period, self._limit)

    def delay(self, now: int) -> int:
        """Ticks that a request poured in at `now` waits for the water already there to leak."""
        drops, limit = self._drops, self._limit
        if now > self._clock:
            drops -= (now - self._clock) * limit
        if drops <= 0:
            return 0
        return drops if limit == 1 else -(-drops // limit)  # as above

    def refund(self, now: int, cost: int = 1) -> int:
        """Take out `cost` units that were poured in, as far as they are there. Returns how many whole ones were."""
        cost = checked_charge(cost)
        drops = max(0, self._drops - max(0, now - self._clock) * self._limit)
        back = min(drops, cost * self._period)
        self._drops -= back
        return back // self._period

    def charge(self, now: int, cost: int = 1) -> None:
        """Pour in `cost` units, also above the burst: the bucket then owes them."""
        poured = checked_charge(cost) * self._period
        clock = max(now, self._clock)
        drops = max(0, self._drops - (clock - self._clock) * self._limit) + poured
        self._clock, self._drops = clock, drops

    def decide(self, now: int, cost: int = 1) -> Decision:
        """Take, and answer in full."""
        wait = self.take(now, cost)
        drops = self._drops
        remaining = (self._full - drops) // self._period
        if remaining < 0:  # noqa: PLR1730 max(): +70 ns
            remaining = 0
        limit = self._limit
        reset_after = drops if limit == 1 else -(-drops // limit)  # as above
        if wait:
            delay = reset_after
        else:
            drops -= cost * self._period
            delay = drops if limit == 1 else -(-drops // limit)
        return new(Decision, (not wait, remaining, wait, reset_after, delay))

    def carried(self, quota: Quota, now: int) -> "LeakyBucket":
        """Return a bucket of another quota with as much water in it at `now`, maybe more than it holds."""
        other = type(self)(quota)
        now = max(now, self._clock)
        drops = carried_parts(max(0, self._drops - (now - self._clock) * self._limit), self._limit, self._period, quota)
        other._clock, other._drops = now, drops  # noqa: SLF001  of its own kind
        return other
