"""A template method in an abstract base; late takes are refused outright, with the time they are late."""

from abc import ABC, abstractmethod

from ratelimit import Level, Quota


class _Meter(ABC):
    _clock = 0

    def take(self, now: int, cost: int = 1) -> int:
        self._check(cost)
        late = self._clock - now
        if late > 0:
            return late
        self._advance(now)
        self._clock = now
        lacking = self._lacking(cost)
        if lacking > 0:
            return self._duration(lacking)
        self._pour(cost)
        return 0

    def _check(self, cost):
        if not 1 <= cost <= self._capacity():
            raise ValueError(f"cost {cost} can never be granted")

    @abstractmethod
    def _capacity(self): ...

    @abstractmethod
    def _advance(self, now): ...

    @abstractmethod
    def _lacking(self, cost): ...

    @abstractmethod
    def _duration(self, amount): ...

    @abstractmethod
    def _pour(self, cost): ...


class _Scaled(_Meter):
    """Amounts are ints in units of 1/period."""

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._brim = quota.burst * quota.period
        self._room = self._brim

    def _capacity(self):
        return self._quota.burst

    def _room_at(self, now):
        return min(self._brim, self._room + max(0, now - self._clock) * self._quota.limit)

    def _advance(self, now):
        self._room = self._room_at(now)

    def _lacking(self, cost):
        return cost * self._quota.period - self._room

    def _duration(self, amount):
        whole, rest = divmod(amount, self._quota.limit)
        return whole + bool(rest)

    def _pour(self, cost):
        self._room -= cost * self._quota.period


class LeakyBucket(_Scaled):
    def delay(self, now: int) -> int:
        return self._duration(self._brim - self._room_at(now))

    def level(self, now: int) -> Level:
        return Level(self._room_at(now) // self._quota.period, self.delay(now))
