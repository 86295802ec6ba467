"""Save up what is not spent."""

from ratelimit.algorithms.carried import carried_parts
from ratelimit.algorithms.next_unit import next_unit_after
from ratelimit.cost import ONE, checked_charge, checked_cost
from ratelimit.decision import Decision, Level, new
from ratelimit.quota import Quota


class TokenBucket:
    """Up to `burst` tokens, full when new, refilled continuously with `limit` per `period`.

    It keeps not the tokens but the time at which there will be `burst` of them again, so that no refill has to be
    recorded. To stay whole, times are compared in parts: `limit` of them come back each tick, and `period` are a token.
    """

    __slots__ = ("_clock", "_full", "_full_at", "_limit", "_period")

    def __init__(self, quota: Quota) -> None:
        self._limit, self._period, self._full = quota.terms
        self._full_at = 0  # in parts of a tick
        self._clock = 0  # the highest time that was taken at

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` tokens at `now`: 0, or the ticks to wait. A time before the last counts as the last."""
        need = self._period
        if cost is not ONE:
            if type(cost) is not int or cost < 1 or cost * need > self._full:
                cost = checked_cost(cost, self._full // need)
            need *= cost
        if now < self._clock:  # noqa: PLR1730 max(): +70 ns
            now = self._clock
        clock = now
        if self._limit != 1:  # it is 1 for 100 a second, or 1000 a minute: 15 ns
            now *= self._limit
        full_at = self._full_at
        if full_at < now:  # noqa: PLR1730 max(): +70 ns
            full_at = now
        full_at += need
        missing = full_at - now
        if missing <= self._full:
            self._clock, self._full_at = clock, full_at
            return 0
        self._clock = clock
        lacking = missing - self._full
        limit = self._limit
        return lacking if limit == 1 else -(-lacking // limit)  # 40 ns

    def level(self, now: int) -> Level:
        """Look at what is left at `now`."""
        remaining, reset_after, _ = self.left(now)
        return new(Level, (remaining, reset_after))

    def left(self, now: int) -> tuple[int, int, int]:
        """Say in plain numbers what `level` says, and the delay of a request at `now`."""
        if now < self._clock:  # noqa: PLR1730 max(): +70 ns
            now = self._clock
        limit = self._limit
        missing = self._full_at - (now if limit == 1 else now * limit)  # as above, 40 ns
        if missing <= 0:
            return self._full // self._period, 0, 0
        remaining = (self._full - missing) // self._period
        if remaining < 0:  # noqa: PLR1730 as above
            remaining = 0
        return remaining, missing if limit == 1 else -(-missing // limit), 0

    def left_after(self, _now: int, _cost: int) -> tuple[int, int, int]:
        """Say the same just after a grant at `now`."""
        limit = self._limit
        if limit == 1:  # as above, 40 ns
            missing = self._full_at - self._clock
            return (self._full - missing) // self._period, missing, 0
        missing = self._full_at - self._clock * limit
        return (self._full - missing) // self._period, -(-missing // limit), 0

    def next_after(self, now: int) -> int:
        """Ticks until one unit more than what remains at `now` can have been spent, if all of that is spent now."""
        if now < self._clock:  # noqa: PLR1730 max(): +70 ns
            now = self._clock
        missing = self._full_at - now * self._limit
        return next_unit_after(max(0, missing), self._full, self._period, self._limit)

    def refund(self, now: int, cost: int = 1) -> int:
        """Give back `cost` tokens that were taken, as far as they are missing. Returns how many whole ones were."""
        cost = checked_charge(cost)
        missing = max(0, self._full_at - max(now, self._clock) * self._limit)
        back = min(missing, cost * self._period)
        self._full_at -= back
        return back // self._period

    def charge(self, now: int, cost: int = 1) -> None:
        """Spend `cost` tokens, also what is not there: the bucket then owes it."""
        need = checked_charge(cost) * self._period
        clock = max(now, self._clock)
        full_at = max(self._full_at, clock * self._limit) + need
        self._clock, self._full_at = clock, full_at

    def decide(self, now: int, cost: int = 1) -> Decision:
        """Take, and answer in full."""
        wait = self.take(now, cost)
        limit = self._limit
        if limit == 1:  # as above, 40 ns
            reset_after = missing = self._full_at - self._clock
        else:
            missing = self._full_at - self._clock * limit
            reset_after = -(-missing // limit)
        remaining = (self._full - missing) // self._period
        if remaining < 0:  # noqa: PLR1730 max(): +70 ns
            remaining = 0
        return new(Decision, (not wait, remaining, wait, reset_after, 0))

    def carried(self, quota: Quota, now: int) -> "TokenBucket":
        """Return a bucket of another quota from which as many tokens are missing at `now`, maybe more than it holds."""
        other = type(self)(quota)
        now = max(now, self._clock)
        missing = carried_parts(max(0, self._full_at - now * self._limit), self._limit, self._period, quota)
        other._clock, other._full_at = now, now * other._limit + missing  # noqa: SLF001  of its own kind
        return other
