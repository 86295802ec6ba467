"""Wrong (a): `clock()` is read before the lock is taken, so a call that waited is decided at a time that is long past.

Witness: 1/10, ann spent at 0: thread A reads the clock at 9 and is stopped before the lock; thread B asks for bob at 9 and holds the lock until the clock says 10; A goes on: allow(ann) -> False at 9, right: True, for at the time after the wait ann has a token.
"""

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
        tick = self._clock()
        with self._lock:
            now = max(self._now, tick)
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
