"""Wrong (b, as in ktorio/ktor #4115: the entry that is removed is not compared with the one that was judged): under the lock a candidate is picked; after it, the meter is asked; under the lock again the key is dropped, though it may have been granted units in between.

Witness: 1/10, bob spent at 0. At 10 thread A calls allow("ann"), picks bob and hears from his meter that he is fresh; before A takes the lock again, thread B gets allow("bob") -> True; A drops bob; allow("bob") at 10 -> True, right: False
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
            picked = [
                (seen, self._meters[seen]) for seen in (self._queue.popleft() for _ in range(min(2, len(self._queue))))
            ]
        stale = [meter.level(now).reset_after == 0 for _, meter in picked]
        with self._lock:
            for (seen, _), gone in zip(picked, stale):
                if gone:
                    del self._meters[seen]
                else:
                    self._queue.append(seen)
        return granted

    def __len__(self) -> int:
        return len(self._meters)
