"""The generic cell rate algorithm: one number, the theoretical arrival time."""

from ratelimit.cost import ONE, checked_cost
from ratelimit.decision import Decision, Level, new
from ratelimit.quota import Quota


class GCRA:
    """A token bucket kept as one instant: when it will be full again.

    Each unit moves the theoretical arrival time, `tat`, one emission interval of `period / limit` ticks on; a request
    is granted if that leaves it at most `burst` intervals ahead of now. To stay whole, instants are counted in parts,
    `limit` of them to a tick: an interval is `period` parts. No other clock is needed: `tat` is never behind the last
    take, so an earlier one is at worst refused where a token bucket grants.
    """

    __slots__ = ("_ahead", "_limit", "_period", "_tat")

    def __init__(self, quota: Quota) -> None:
        self._limit, self._period, self._ahead = quota.terms  # as far as tat may be ahead of now
        self._tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        """Spend `cost` units at `now`: 0, or the ticks to wait."""
        need = self._period
        if cost is not ONE:
            if type(cost) is not int or cost < 1 or cost * need > self._ahead:
                cost = checked_cost(cost, self._ahead // need)
            need *= cost
        if self._limit != 1:  # it is 1 for 100 a second, or 1000 a minute: 15 ns
            now *= self._limit
        tat = self._tat
        if tat < now:  # noqa: PLR1730 max(): +70 ns
            tat = now
        tat += need
        ahead = tat - now
        if ahead <= self._ahead:
            self._tat = tat
            return 0
        over = ahead - self._ahead
        limit = self._limit
        return over if limit == 1 else -(-over // limit)  # 40 ns

    def level(self, now: int) -> Level:
        """Look at what is left at `now`."""
        ahead = self._tat - now * self._limit
        if ahead <= 0:
            return new(Level, (self._ahead // self._period, 0))
        remaining = (self._ahead - ahead) // self._period
        return new(Level, (max(0, remaining), -(-ahead // self._limit)))

    def decide(self, now: int, cost: int = 1) -> Decision:
        """Take, and answer in full."""
        wait = self.take(now, cost)
        limit = self._limit
        if limit == 1:  # as above, 40 ns
            reset_after = ahead = self._tat - now
        else:
            ahead = self._tat - now * limit
            reset_after = -(-ahead // limit)
        remaining = (self._ahead - ahead) // self._period
        if remaining < 0:  # noqa: PLR1730 max(): +70 ns
            remaining = 0
        return new(Decision, (not wait, remaining, wait, reset_after, 0))
