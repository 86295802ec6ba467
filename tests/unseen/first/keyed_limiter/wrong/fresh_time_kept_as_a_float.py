"""Wrong (c): the time at which a key is fresh is remembered as a float and trusted; at 10**18 a float is off by up to 64 ticks, and early.

Witness: 1/1000: allow(10**18 + 32, ann) allow(10**18 + 1030, bob) allow(10**18 + 1030, ann) -> True, right: False (fresh at 10**18 + 1032, kept as 10**18 + 1024)
"""

import heapq
import itertools
import threading


class KeyedLimiter:
    __slots__ = ("_make", "_clock", "_lock", "_time", "_book", "_heap", "_serial", "_until")

    def __init__(self, new_meter, clock):
        self._make = new_meter
        self._clock = clock
        self._lock = threading.Lock()
        self._time = 0
        self._book = {}
        self._heap = []
        self._until = {}
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
                wake = float(now + meter.level(now).reset_after)
                self._until[key] = wake
                if not known:
                    self._book[key] = meter
                    heapq.heappush(self._heap, (wake, next(self._serial), key))
            for _ in range(2):
                if not self._heap or self._heap[0][0] > now:
                    break
                _, serial, sleeper = self._heap[0]
                until = self._until[sleeper]
                if until > now:
                    heapq.heapreplace(self._heap, (until, serial, sleeper))
                else:
                    heapq.heappop(self._heap)
                    del self._book[sleeper]
                    del self._until[sleeper]
            return granted
        finally:
            self._lock.release()

    def __len__(self):
        return len(self._book)
