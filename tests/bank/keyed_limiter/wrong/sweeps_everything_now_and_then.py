"""Sweeps all keys at once, after as many calls as half of them, which is cheap on average but a long pause.

Breaks: law 7 (no long pause now and then)
Level: cheap
Shows: 200,000 keys that last, then 100,000 more calls: one of them asks all the meters
Expected: each call asks a few meters; yours: one call asks 200,000
Shipped: not known
"""

import contextlib
import threading


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = clock
        self.meters = {}
        self.latest = 0
        self.calls_until_sweep = 1
        self.lock = threading.Lock()

    @contextlib.contextmanager
    def _turn(self):
        with self.lock:
            yield max(self.latest, self.clock())

    def allow(self, key, cost=1):
        with self._turn() as now:
            meter = self.meters[key] if key in self.meters else self.new_meter()
            granted = meter.take(now, cost) == 0
            self.meters[key] = meter
            self.latest = now
            self.calls_until_sweep -= 1
            if self.calls_until_sweep <= 0:
                self.meters = {k: m for k, m in self.meters.items() if m.level(now).reset_after > 0}
                self.calls_until_sweep = max(1, len(self.meters) // 2)
            return granted

    def __len__(self):
        with self.lock:
            return len(self.meters)
