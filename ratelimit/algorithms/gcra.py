"""The generic cell rate algorithm: one number, the theoretical arrival time."""

from ratelimit.algorithms.carried import carried_parts
from ratelimit.algorithms.next_unit import next_unit_after
from ratelimit.cost import ONE, checked_charge, checked_cost
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
        remaining, reset_after, _ = self.left(now)
        return new(Level, (remaining, reset_after))

    def left(self, now: int) -> tuple[int, int, int]:
        """Say in plain numbers what `level` says, and the delay of a request at `now`."""
        limit = self._limit
        ahead = self._tat - (now if limit == 1 else now * limit)  # as above, 40 ns
        if ahead <= 0:
            return self._ahead // self._period, 0, 0
        remaining = (self._ahead - ahead) // self._period
        if remaining < 0:  # noqa: PLR1730 max(): +70 ns
            remaining = 0
        return remaining, ahead if limit == 1 else -(-ahead // limit), 0

    def left_after(self, now: int, _cost: int) -> tuple[int, int, int]:
        """Say the same just after a grant at `now`."""
        limit = self._limit
        if limit == 1:  # as above, 40 ns
            ahead = self._tat - now
            return (self._ahead - ahead) // self._period, ahead, 0
        ahead = self._tat - now * limit
        return (self._ahead - ahead) // self._period, -(-ahead // limit), 0

    def next_after(self, now: int) -> int:
        """Ticks until one unit more than what remains at `now` can have been spent, if all of that is spent now."""
        ahead = self._tat - now * self._limit
        return next_unit_after(max(0, ahead), self._ahead, self._period, self._limit)

    def refund(self, now: int, cost: int = 1) -> int:
        """Move `tat` back by `cost` units, at most to `now`. Returns by how many whole ones it was moved.

        There is no clock to tell a time before the last take by: it would give back units that had come back.
        """
        cost = checked_charge(cost)
        back = min(max(0, self._tat - now * self._limit), cost * self._period)
        self._tat -= back
        return back // self._period

    def charge(self, now: int, cost: int = 1) -> None:
        """Move `tat` on by `cost` units, also further ahead of `now` than a request may."""
        need = checked_charge(cost) * self._period
        self._tat = max(self._tat, now * self._limit) + need

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

    def carried(self, quota: Quota, now: int) -> "GCRA":
        """Return a meter of another quota for which as many units have not come back at `now`, maybe more than fit."""
        other = type(self)(quota)
        ahead = carried_parts(max(0, self._tat - now * self._limit), self._limit, self._period, quota)
        other._tat = now * other._limit + ahead  # noqa: SLF001  of its own kind
        return other
