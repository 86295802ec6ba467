"""Right: an OrderedDict from tick to units (one entry for all grants of a tick), wrapped in a small class hierarchy with operators."""

from collections import OrderedDict

from ratelimit import Level, Quota


class Ledger:
    """Units by tick, oldest first."""

    def __init__(self) -> None:
        self.units: OrderedDict[int, int] = OrderedDict()
        self.total = 0

    def __iadd__(self, grant: tuple[int, int]) -> "Ledger":
        tick, cost = grant
        self.units[tick] = self.units.get(tick, 0) + cost
        self.total += cost
        return self

    def until(self, tick: int):
        """Yield (tick, units) from the oldest up to that tick, which is included."""
        for at, units in self.units.items():
            if at > tick:
                return
            yield at, units

    @property
    def newest(self) -> int:
        return next(reversed(self.units))


class ShrinkingLedger(Ledger):
    def __isub__(self, tick: int) -> "ShrinkingLedger":
        """Forget all that is not after the tick."""
        while self.units:
            oldest = next(iter(self.units))
            if oldest > tick:
                break
            self.total -= self.units.pop(oldest)
        if not self.units:
            self.units = OrderedDict()  # a dict keeps the room of its deleted keys
        return self


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("a window's burst is its limit")
        self._quota = quota
        self._ledger = ShrinkingLedger()
        self._clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        limit, period = self._quota.limit, self._quota.period
        if not 0 < cost <= limit:
            raise ValueError(f"cost must be in 1..{limit}, got {cost}")
        self._clock = max(self._clock, now)
        self._ledger -= self._clock - period
        if self._ledger.total + cost <= limit:
            self._ledger += self._clock, cost
            return 0
        over = self._ledger.total + cost - limit
        for tick, units in self._ledger.units.items():
            over -= units
            if over <= 0:
                return tick + period - now
        raise AssertionError("a cost that fits into an empty log fits when all have left")

    def level(self, now: int) -> Level:
        limit, period = self._quota.limit, self._quota.period
        left = self._ledger.total - sum(units for _, units in self._ledger.until(now - period))
        return Level(limit - left, max(0, self._ledger.newest + period - now) if left else 0)
