"""Holds at most 65,536 keys and drops the one checked longest ago beyond that, fresh or not."""

from collections import OrderedDict
from threading import Condition

from ratelimit import Clock, Meter  # noqa: F401


class Record:
    """A key's meter, and the earliest time at which it can be fresh, as far as is known."""

    __slots__ = ("meter", "not_before")

    def __init__(self, meter):
        self.meter = meter
        self.not_before = 0

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
        self._time = 0

    def allow(self, key, cost=1):
        with self._monitor:
            now = self._tick()
            for _ in range(2):
                self._patrol(now)
            return self._decide(key, now, cost)

    def _tick(self):
        reading = self._read()
        self._time = reading if reading > self._time else self._time
        return self._time

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
        answer = not record.meter.take(now, cost)
        self._records[key] = record
        if len(self._records) > 65536:
            self._records.popitem(last=False)
        return answer

    def __len__(self):
        with self._monitor:
            return len(self._records)
