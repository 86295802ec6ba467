"""Go's idiom, Lock and deferred Unlock; two maps: what is checked moves from the old one into the young one."""

from contextlib import ExitStack
from threading import Lock

from ratelimit import Clock, Meter  # noqa: F401

CHECKS_PER_CALL = 4


class KeyedLimiter:
    """Keys wait in `old` for their check. When `old` is empty, the maps change places."""

    def __init__(self, new_meter, clock):
        self.mu = Lock()
        self.old = {}
        self.young = {}
        self.latest = 0
        self.new_meter = new_meter
        self.clock = clock

    def _check(self):
        if not self.old:
            if not self.young:
                return
            self.old, self.young = self.young, self.old
        key, meter = self.old.popitem()
        try:
            fresh = meter.level(self.latest).reset_after == 0
        except BaseException:
            self.old[key] = meter
            raise
        if not fresh:
            self.young[key] = meter

    def _find(self, key):
        for generation in (self.young, self.old):
            if key in generation:
                return generation[key]
        return None

    def allow(self, key, cost=1):
        with ExitStack() as defer:
            self.mu.acquire()
            defer.callback(self.mu.release)

            now = self.clock()
            if now > self.latest:
                self.latest = now
            for _ in range(CHECKS_PER_CALL):
                self._check()

            meter = self._find(key)
            if meter is not None:
                return meter.take(self.latest, cost) == 0
            meter = self.new_meter()
            wait = meter.take(self.latest, cost)
            self.young[key] = meter
            return wait == 0

    def __len__(self):
        with ExitStack() as defer:
            self.mu.acquire()
            defer.callback(self.mu.release)
            return len(self.old) + len(self.young)
