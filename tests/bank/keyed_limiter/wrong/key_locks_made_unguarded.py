"""Gives every key a lock of its own, but makes it with an unguarded "if not there": two threads get one each.

Breaks: law 3 (threads over-spend)
Level: race
Shows: 1/100, clock at 0: two threads call allow("new"); both find no lock before either has stored its own
Expected: one True, one False; yours: True, True
Shipped: not known
"""

import threading
from collections import deque


class Cell:
    def __init__(self):
        self.lock = threading.Lock()
        self.meter = None
        self.gone = False


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._cells = {}
        self._queue = deque()
        self._sweep, self._time = threading.Lock(), threading.Lock()
        self._latest = 0

    def allow(self, key, cost=1):
        granted = None
        while granted is None:
            cell = self._cells.get(key)
            if cell is None:
                cell = self._cells[key] = Cell()
            with cell.lock:
                granted = None if cell.gone else self._take(cell, key, cost)
        self._look_at_first()
        return granted

    def _take(self, cell, key, cost):
        if cell.meter is not None:
            return cell.meter.take(self._now(), cost) == 0
        try:
            meter = self._new_meter()
            granted = meter.take(self._now(), cost) == 0
        except ValueError:
            cell.gone = True
            self._cells.pop(key, None)
            raise
        cell.meter = meter
        self._queue.append(key)
        return granted

    def _look_at_first(self):
        with self._sweep:
            if self._queue:
                key = self._queue.popleft()
                cell = self._cells[key]
                with cell.lock:
                    if cell.meter.level(self._now()).reset_after:
                        self._queue.append(key)
                    else:
                        cell.gone = True
                        del self._cells[key]

    def _now(self):
        with self._time:
            self._latest = max(self._latest, self._clock())
            return self._latest

    def __len__(self):
        with self._sweep:
            return len(self._queue)
