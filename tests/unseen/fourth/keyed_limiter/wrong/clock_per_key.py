"""Keeps the highest time with each key instead of one for all, so a new key is decided at a time that has gone back."""

from collections import OrderedDict
from threading import Condition

from ratelimit import Clock, Meter  # noqa: F401


class Record:
    """A key's meter, and the earliest time at which it can be fresh, as far as is known."""

    __slots__ = ("latest", "meter", "not_before")

    def __init__(self, meter):
        self.meter = meter
        self.not_before = 0
        self.latest = 0

    def fresh(self, now):
        if now < self.not_before:
            return False
        rest = self.meter.level(now).reset_after
        self.not_before = now + rest
        return rest == 0


class KeyedLimiter:
    """The first records of the dict are checked in each call, and go to its end if they stay."""

    def __init__(self, new_meter, clock):
        if not callable(new_meter) or not callable(clock):
            raise TypeError("new_meter and clock must be callable")
        self._make, self._read = new_meter, clock
        self._records = OrderedDict()
        self._monitor = Condition()

    def allow(self, key, cost=1):
        with self._monitor:
            now = self._tick(key)
            for _ in range(2):
                self._patrol(now)
            return self._decide(key, now, cost)

    def _tick(self, key):
        reading = self._read()
        record = self._records.get(key)
        if record is None:
            return reading
        record.latest = max(record.latest, reading)
        return record.latest

    def _patrol(self, now):
        if not self._records:
            return
        first = next(iter(self._records))
        if self._records[first].fresh(now):
            self._records.pop(first)
        else:
            self._records.move_to_end(first)

    def _decide(self, key, now, cost):
        record = self._records.get(key)
        if record is not None:
            return not record.meter.take(now, cost)
        record = Record(self._make())
        record.latest = now
        answer = not record.meter.take(now, cost)
        self._records[key] = record
        return answer

    def __len__(self):
        with self._monitor:
            return len(self._records)
