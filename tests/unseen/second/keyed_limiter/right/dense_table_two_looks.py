"""A dense table with holes filled from the end, and a cursor that looks at two rows in each call."""

from collections.abc import Callable, Hashable
from threading import Condition

from ratelimit import Clock, Meter


class KeyedLimiter:
    """Rows are appended at the end, so one look for each new row would never come round; two do."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self.new_meter = new_meter
        self.clock = clock
        self.lock = Condition()
        self.high = 0
        self.row: dict[Hashable, int] = {}
        self.rows: list[tuple[Hashable, Meter]] = []
        self.cursor = 0

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self.lock:
            self.high = max(self.high, self.clock())
            for _ in "ab":
                self.look()
            at = self.row.get(key, -1)
            if at >= 0:
                return self.rows[at][1].take(self.high, cost) == 0
            meter = self.new_meter()
            wait = meter.take(self.high, cost)
            self.row[key] = len(self.rows)
            self.rows.append((key, meter))
            return wait == 0

    def look(self) -> None:
        if not self.rows:
            return
        if self.cursor >= len(self.rows):
            self.cursor = 0
        key, meter = self.rows[self.cursor]
        if meter.level(self.high).reset_after:
            self.cursor += 1
            return
        last = self.rows.pop()
        if self.cursor < len(self.rows):
            self.rows[self.cursor] = last
            self.row[last[0]] = self.cursor
        del self.row[key]

    def __len__(self) -> int:
        return len(self.row)
