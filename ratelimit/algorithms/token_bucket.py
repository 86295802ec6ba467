"""Save up what is not spent."""

from ratelimit.decision import Decision, Level, new
from ratelimit.quota import Quota


class TokenBucket:
    """Up to `burst` tokens, full when new, refilled continuously with `limit` per `period`.

    To stay whole, tokens are counted in parts, `period` of them to a token: `limit` parts come back each tick. What is
    kept is how many are missing: of a bucket that is not much used, small numbers, which are faster by 20 ns.
    """

    __slots__ = ("_clock", "_full", "_limit", "_missing", "_period")

    def __init__(self, quota: Quota) -> None:
        self._limit, self._period, self._full = quota.terms
        self._missing = 0
        self._clock = 0  # the highest time that was taken at

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` tokens at `now`: 0, or the ticks to wait. A time before the last counts as the last."""
        need = self._period
        if cost != 1:
            need *= cost
            if cost < 1 or need > self._full:
                raise ValueError(f"cost must be from 1 to {self._full // self._period}, got {cost}")
        missing = self._missing
        elapsed = now - self._clock
        if elapsed > 0:
            missing -= elapsed * self._limit
            if missing < 0:  # noqa: PLR1730 max(): +70 ns
                missing = 0
            self._clock = now
        need += missing
        if need <= self._full:
            self._missing = need
            return 0
        self._missing = missing
        lacking = need - self._full
        limit = self._limit
        return lacking if limit == 1 else -(-lacking // limit)  # 1: as of most quotas, 40 ns

    def level(self, now: int) -> Level:
        """Look at what is left at `now`."""
        missing = self._missing
        if now > self._clock:
            missing -= (now - self._clock) * self._limit
        if missing <= 0:
            return new(Level, (self._full // self._period, 0))
        return new(Level, ((self._full - missing) // self._period, -(-missing // self._limit)))

    def decide(self, now: int, cost: int = 1) -> Decision:
        """Take, and tell all that there is to know."""
        wait = self.take(now, cost)
        missing = self._missing
        remaining = (self._full - missing) // self._period
        limit = self._limit
        reset_after = missing if limit == 1 else -(-missing // limit)  # 1: as of most quotas, 40 ns
        return new(Decision, (not wait, remaining, wait, reset_after, 0))
