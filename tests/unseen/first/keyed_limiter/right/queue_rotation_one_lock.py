"""Right: a dict of meters and a deque that rotates, two keys looked at in each call, one lock."""

import threading
from collections import deque
from collections.abc import Callable, Hashable

from ratelimit import Clock, Meter


class KeyedLimiter:
    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._lock = threading.Lock()
        self._now = 0
        self._meters: dict[Hashable, Meter] = {}
        self._queue: deque[Hashable] = deque()

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            if meter is not None:
                granted = meter.take(now, cost) == 0
            else:
                meter = self._new_meter()
                granted = meter.take(now, cost) == 0
                if granted:
                    self._meters[key] = meter
                    self._queue.append(key)
            self._now = now
            for _ in range(min(2, len(self._queue))):
                seen = self._queue.popleft()
                if self._meters[seen].level(now).reset_after == 0:
                    del self._meters[seen]
                else:
                    self._queue.append(seen)
            return granted

    def __len__(self) -> int:
        return len(self._meters)
