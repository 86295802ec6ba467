"""Right: an OrderedDict of records that remember when they are fresh, told by the meter after each take; each call stamps and looks at the two first."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True, eq=False)
class Record:
    meter: Any
    fresh_at: int

    def take(self, now: int, cost: int) -> bool:
        granted = self.meter.take(now, cost) == 0
        self.fresh_at = now + self.meter.level(now).reset_after
        return granted


@dataclass(slots=True)
class MonotonicClock:
    """A clock that never goes back. `read` proposes a time, `settle` keeps it."""

    source: Any
    at: int = 0

    def read(self) -> int:
        return max(self.at, self.source())

    def settle(self, now: int) -> None:
        self.at = now


class KeyedLimiter:
    def __init__(self, new_meter, clock) -> None:
        self._new_meter = new_meter
        self._clock = MonotonicClock(clock)
        self._records: OrderedDict[Hashable, Record] = OrderedDict()
        self._guard = threading.Condition()

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._guard:
            now = self._clock.read()
            record = self._records.get(key)
            if record is None:
                record = Record(self._new_meter(), now)
                granted = record.take(now, cost)
                if granted:
                    self._records[key] = record
            else:
                granted = record.take(now, cost)
            self._clock.settle(now)
            self._sweep(now)
            self._sweep(now)
        return granted

    def _sweep(self, now: int) -> None:
        if not self._records:
            return
        oldest = next(iter(self._records))
        if self._records[oldest].fresh_at <= now:
            del self._records[oldest]
        else:
            self._records.move_to_end(oldest)

    def __len__(self) -> int:
        with self._guard:
            return len(self._records)
