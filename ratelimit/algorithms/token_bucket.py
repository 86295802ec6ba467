"""Save up what is not spent."""

from ratelimit.cost import ONE, checked_cost
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
        missing = self._full_at - max(now, self._clock) * self._limit
        if missing <= 0:
            return new(Level, (self._full // self._period, 0))
        return new(Level, ((self._full - missing) // self._period, -(-missing // self._limit)))

    def decide(self, now: int, cost: int = 1) -> Decision:
        """Take, and answer in full."""
        wait = self.take(now, cost)
        limit = self._limit
        if limit == 1:  # as above, 40 ns
            reset_after = missing = self._full_at - self._clock
        else:
            missing = self._full_at - self._clock * limit
            reset_after = -(-missing // limit)
        return new(Decision, (not wait, (self._full - missing) // self._period, wait, reset_after, 0))
