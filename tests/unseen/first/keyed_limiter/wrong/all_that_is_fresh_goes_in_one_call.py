"""Wrong (c, speed): the sweep goes on as long as it finds fresh keys: if 200,000 become fresh at once, one call asks and drops them all.

Witness: 1/10: 1000 keys at 0, then one allow(10, "x") asks 1000 meters for their level, right: a few
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
            if granted and not known:
                wake = now + meter.level(now).reset_after
                self._book[key] = meter
                heapq.heappush(self._heap, (wake, next(self._serial), key))
            while self._heap and self._heap[0][0] <= now:
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
