"""Right: a heap says when each key may be fresh at the earliest; what wakes is asked again, and sleeps on or goes."""

import heapq
import itertools
import threading


class KeyedLimiter:
    __slots__ = ("_make", "_clock", "_lock", "_time", "_book", "_heap", "_serial")

    def __init__(self, new_meter, clock):
        self._make = new_meter
        self._clock = clock
        self._lock = threading.Lock()
        self._time = 0
        self._book = {}
        self._heap = []
        self._serial = itertools.count()

    def allow(self, key, cost=1):
        self._lock.acquire()
        try:
            now = self._clock()
            if now < self._time:
                now = self._time
            self._time = now
            known = key in self._book
            meter = self._book[key] if known else self._make()
            granted = not meter.take(now, cost)
            if granted and not known:
                wake = now + meter.level(now).reset_after
                self._book[key] = meter
                heapq.heappush(self._heap, (wake, next(self._serial), key))
            for _ in range(2):
                if not self._heap or self._heap[0][0] > now:
                    break
                _, serial, sleeper = self._heap[0]
                left = self._book[sleeper].level(now).reset_after
                if left > 0:
                    heapq.heapreplace(self._heap, (now + left, serial, sleeper))
                else:
                    heapq.heappop(self._heap)
                    del self._book[sleeper]
            return granted
        finally:
            self._lock.release()

    def __len__(self):
        return len(self._book)
