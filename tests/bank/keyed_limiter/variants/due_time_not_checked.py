"""Variant of wrong/due_time_not_checked: a heap of due times, settled one a call under a re-entrant lock."""

import heapq
import threading


class KeyedLimiter:
    def __init__(self, new_meter, clock) -> None:
        self._make, self._clock = new_meter, clock
        self._lock = threading.RLock()
        self._meters = {}
        self._due = []
        self._clock_at = 0
        self._number = 0

    def __len__(self) -> int:
        with self._lock:
            return len(self._meters)

    def allow(self, key, cost: int = 1) -> bool:
        with self._lock:
            now = max(self._clock_at, self._clock())
            if (meter := self._meters.get(key)) is not None:
                wait = meter.take(now, cost)
            else:
                meter = self._make()
                wait = meter.take(now, cost)
                self._meters[key] = meter
                self._schedule(key, meter, now)
            self._clock_at = now
            self._settle(now)
            return wait == 0

    def _schedule(self, key, meter, now: int) -> None:
        self._number += 1
        heapq.heappush(self._due, (now + meter.level(now).reset_after, self._number, key))

    def _settle(self, now: int) -> None:
        due, _, key = self._due[0]
        if due > now:
            return
        heapq.heappop(self._due)
        del self._meters[key]
