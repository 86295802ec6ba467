"""A calendar: for each tick the keys that may be fresh then, and a heap of the ticks that have any."""

from contextlib import AbstractContextManager
from heapq import heappop, heappush
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock) -> None:
        self._new_meter, self._clock = new_meter, clock
        self._lock: AbstractContextManager = Lock()
        self._today = 0
        self._meters = {}
        self._pages = {}  # tick -> keys to look at then or later
        self._ticks = []  # the ticks of the pages, a heap

    def allow(self, key, cost=1):
        with self._lock:
            self._today = max(self._today, self._clock())
            try:
                meter = self._meters[key]
            except KeyError:
                meter = self._new_meter()
                wait = meter.take(self._today, cost)
                self._meters[key] = meter
                self._enter(key, self._today + meter.level(self._today).reset_after)
            else:
                wait = meter.take(self._today, cost)
            self._look_up()
            return wait == 0

    def _enter(self, key, tick):
        if tick not in self._pages:
            self._pages[tick] = []
            heappush(self._ticks, tick)
        self._pages[tick].append(key)

    def _look_up(self):
        if not self._ticks or self._ticks[0] > self._today:
            return
        page = self._pages[self._ticks[0]]
        key = page.pop()
        if not page:
            del self._pages[heappop(self._ticks)]
        left = self._meters[key].level(self._today).reset_after
        if left:
            self._enter(key, self._today + left)
        else:
            del self._meters[key]

    def __len__(self):
        with self._lock:
            return len(self._meters)
