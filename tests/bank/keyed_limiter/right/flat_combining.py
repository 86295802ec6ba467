"""Callers post requests; whoever has the lock serves the box in order until its own is answered, errors included."""

import threading
from collections import deque


class _Request:
    def __init__(self, key, cost):
        self.key, self.cost = key, cost
        self.done = False
        self.answer = self.error = None


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._box = deque()
        self._serving = threading.Lock()
        self._latest = 0
        self._held = {}
        self._keys = deque()

    def allow(self, key, cost=1):
        mine = _Request(key, cost)
        self._box.append(mine)
        with self._serving:
            while not mine.done:  # else another thread has served it while this one waited
                self._serve(self._box.popleft())
        try:
            if mine.error is not None:
                raise mine.error
            return mine.answer
        finally:
            del mine  # else the error's traceback would keep this frame, and this frame the error

    def _serve(self, request):
        try:
            request.answer = self._decide(request.key, request.cost)
        except Exception as error:  # belongs to the caller who posted it
            request.error = error
        request.done = True
        del request  # else the error, its traceback, this frame and the request would be a cycle

    def _decide(self, key, cost):
        now = self._latest = max(self._latest, self._clock())
        meter = self._held.get(key)
        if meter is None:
            meter = self._new_meter()
            wait = meter.take(now, cost)
            self._held[key] = meter
            self._keys.append(key)
        else:
            wait = meter.take(now, cost)
        self._keys.rotate(-1)
        if self._held[self._keys[-1]].level(now).reset_after == 0:
            del self._held[self._keys.pop()]
        return wait == 0

    def __len__(self):
        with self._serving:
            return len(self._held)
