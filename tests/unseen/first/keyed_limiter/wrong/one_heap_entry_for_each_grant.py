"""Wrong (c): each grant pushes a heap entry and each call pops one; the old entries of busy keys stand before a key that is fresh, and hold it up.

Witness: 100/100: ann takes 60 at 0 and bob takes 1 forty times at 0 (41 calls, two keys held); his entries wake at 1..40, ann's at 60; at 60 both are fresh, two keys are held: after allow(60, cid, 100) allow(60, cid) ann and bob must be gone: len -> 2, right: 1
"""

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
            if granted:
                wake = now + meter.level(now).reset_after
                self._book[key] = meter
                heapq.heappush(self._heap, (wake, next(self._serial), key))
            if self._heap and self._heap[0][0] <= now:
                _, _, sleeper = heapq.heappop(self._heap)
                held = self._book.get(sleeper)
                if held is not None and held.level(now).reset_after == 0:
                    del self._book[sleeper]
            return granted
        finally:
            self._lock.release()

    def __len__(self):
        return len(self._book)
