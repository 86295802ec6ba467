"""A heap of times at which keys may be fresh, one entry for each key; the meter has the last word."""

from collections.abc import Callable, Hashable
from heapq import heappop, heappush
from itertools import count
from threading import RLock

from ratelimit import Clock, Meter


class KeyedLimiter:
    """The heap may name a time too early, never one too late: an entry that comes up is asked again."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._mutex = RLock()
        self._time = 0
        self._table: dict[Hashable, Meter] = {}
        self._heap: list[tuple[int, int, Hashable]] = []
        self._serial = count()

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._mutex:
            now = self._clock()
            if now < self._time:
                now = self._time
            self._time = now
            self._expire(now)
            try:
                meter = self._table[key]
            except KeyError:
                meter = self._new_meter()
                granted = not meter.take(now, cost)
                self._table[key] = meter
                self._push(now + meter.level(now).reset_after, key)
                return granted
            return not meter.take(now, cost)

    def _expire(self, now: int) -> None:
        for _ in range(3):
            if not self._heap or self._heap[0][0] > now:
                return
            _, _, key = heappop(self._heap)
            rest = self._table[key].level(now).reset_after
            if rest:
                self._push(now + rest, key)
            else:
                del self._table[key]

    def _push(self, due: int, key: Hashable) -> None:
        heappush(self._heap, (due, next(self._serial), key))

    def __len__(self) -> int:
        return len(self._table)
