"""Pops an idle key's meter and lock without holding that lock, while another thread is spending from the meter.

Breaks: law 3 (threads over-spend)
Level: race
Shows: 1/10: "a" was used at 0; at 20 one thread is about to take from "a", and another finds it fresh
Expected: once the take is over, allow(20, "a") is False; yours: True, on a second meter
Shipped: limits 5.8.0, memory: get() pops counter and lock unguarded; 39 of 400 rounds of rapid switching over-admit
"""

import threading
from collections import deque


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._table, self._time = threading.Lock(), threading.Lock()
        self._latest = 0
        self._pairs = {}  # key -> (lock, meter)
        self._queue = deque()

    def allow(self, key, cost=1):
        with self._table:
            pair = self._pairs.get(key)
            if pair is None:
                meter = self._new_meter()
                granted = meter.take(self._now(), cost) == 0
                self._pairs[key] = threading.Lock(), meter
                self._queue.append(key)
        if pair is not None:
            lock, meter = pair
            with lock:
                granted = meter.take(self._now(), cost) == 0
        self._look_at_first()
        return granted

    def _look_at_first(self):
        with self._table:
            if self._queue:
                key = self._queue.popleft()
                if self._pairs[key][1].level(self._now()).reset_after:
                    self._queue.append(key)
                else:
                    del self._pairs[key]

    def _now(self):
        with self._time:
            self._latest = max(self._latest, self._clock())
            return self._latest

    def __len__(self):
        with self._table:
            return len(self._pairs)
