"""Keeps the time at which a key is fresh in an array of doubles, which round near 10^18.

Source: (c) float arithmetic in one place only.

Witness: 2/60: allow(10**18, ann, 2) allow(10**18, bob) allow(10**18, ann) -> True, right: False
"""

from array import array
from collections.abc import Callable, Hashable
from heapq import heappop, heappush
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """A heap of rows by the time at which they may be free; `_due` has the newest time of each row."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._lock = Lock()
        self._now = 0
        self._rows: dict[Hashable, int] = {}
        self._data: list[tuple[Hashable, Meter] | None] = []
        self._due = array("d")
        self._free: list[int] = []
        self._heap: list[tuple[float, int]] = []

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            now = self._now = max(self._now, self._clock())
            self._expire(now)
            row = self._rows.get(key)
            if row is None:
                meter = self._new_meter()
                wait = meter.take(now, cost)
                row = self._add(key, meter)
                self._due[row] = now + meter.level(now).reset_after
                heappush(self._heap, (self._due[row], row))
            else:
                meter = self._data[row][1]
                wait = meter.take(now, cost)
                self._due[row] = now + meter.level(now).reset_after
            return wait == 0

    def _add(self, key: Hashable, meter: Meter) -> int:
        if self._free:
            row = self._free.pop()
        else:
            row = len(self._data)
            self._data.append(None)
            self._due.append(0)
        self._data[row] = key, meter
        self._rows[key] = row
        return row

    def _expire(self, now: int) -> None:
        for _ in range(2):
            if not self._heap or self._heap[0][0] > now:
                return
            due, row = heappop(self._heap)
            if self._due[row] > due:
                heappush(self._heap, (self._due[row], row))
                continue
            del self._rows[self._data[row][0]]
            self._data[row] = None
            self._free.append(row)

    def __len__(self) -> int:
        return len(self._rows)
