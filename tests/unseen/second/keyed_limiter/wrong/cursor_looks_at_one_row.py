"""A dense table, new rows at the end, and a cursor that looks at one row in each call: if each call brings a new key, it never comes round.

Source: (a) law 6: even if each call brings a new key.

Witness: 2/10: allow(0, k0) allow(0, k1) allow(20, k2) allow(20, k3) len -> 4, right: 2
"""

from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """Rows in a list; a hole is filled with the last row."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._lock = Lock()
        self._now = 0
        self._row: dict[Hashable, int] = {}
        self._rows: list[tuple[Hashable, Meter]] = []
        self._cursor = 0

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            self._now = max(self._now, self._clock())
            row = self._row.get(key)
            if row is None:
                meter = self._new_meter()
                wait = meter.take(self._now, cost)
                self._row[key] = len(self._rows)
                self._rows.append((key, meter))
            else:
                wait = self._rows[row][1].take(self._now, cost)
            self._look()
            return wait == 0

    def _look(self) -> None:
        if self._cursor >= len(self._rows):
            self._cursor = 0
        key, meter = self._rows[self._cursor]
        if meter.level(self._now).reset_after:
            self._cursor += 1
            return
        last = self._rows.pop()
        if self._cursor < len(self._rows):
            self._rows[self._cursor] = last
            self._row[last[0]] = self._cursor
        del self._row[key]

    def __len__(self) -> int:
        return len(self._row)
