"""Serves callers by ticket, but a call that raises never passes the turn on.

Breaks: law 5 (an error leaves no lock held)
Level: errors
Shows: 1/10: allow(0, "a", 2) allow(0, "a")
Expected: ValueError, True; yours: ValueError, hangs
Shipped: not known
"""

from collections import OrderedDict
from threading import Condition


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._new_meter, self._clock = new_meter, clock
        self._changed = Condition()
        self._drawn = self._serving = 0
        self._now = 0
        self._meters = OrderedDict()

    def allow(self, key, cost=1):
        self._wait_for_turn()
        now = self._now = max(self._now, self._clock())
        meter = self._meters.get(key)
        if meter is None:
            meter = self._new_meter()
            wait = meter.take(now, cost)
            self._meters[key] = meter
        else:
            wait = meter.take(now, cost)
        first, meter = self._meters.popitem(last=False)
        if meter.level(now).reset_after:
            self._meters[first] = meter
        self._pass_on()
        return wait == 0

    def _wait_for_turn(self):
        with self._changed:
            ticket = self._drawn
            self._drawn += 1
            self._changed.wait_for(lambda: self._serving == ticket)

    def _pass_on(self):
        with self._changed:
            self._serving += 1
            self._changed.notify_all()

    def __len__(self):
        self._wait_for_turn()
        count = len(self._meters)
        self._pass_on()
        return count
