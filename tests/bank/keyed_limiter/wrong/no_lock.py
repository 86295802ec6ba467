"""Looks up, spends and forgets without any lock.

Breaks: law 3 (threads over-spend)
Level: race
Shows: 3/100, clock at 0: six threads call allow("new") twice each, and the meter is left in the middle of a take
Expected: three of the calls are granted; yours: more
Shipped: token-bucket 0.4.0, lost updates between replenish and consume: 47 of 400 rounds over-admit
"""

from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._now = 0
        self._meters = {}
        self._queue = deque()

    def allow(self, key, cost=1):
        now = self._now = max(self._now, self._clock())
        meter = self._meters.get(key)
        if meter is None:
            meter = self._new_meter()
            wait = meter.take(now, cost)
            self._meters[key] = meter
            self._queue.append(key)
        else:
            wait = meter.take(now, cost)
        first = self._queue.popleft()
        if self._meters[first].level(now).reset_after == 0:
            del self._meters[first]
        else:
            self._queue.append(first)
        return wait == 0

    def __len__(self):
        return len(self._meters)
