"""Wrong: a meter for each key, for ever: nothing is dropped when it is fresh."""

from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self.new_meter = new_meter
        self.clock = clock
        self.meters = {}
        self.lock = Lock()
        self.now = 0

    def allow(self, key, cost=1):
        with self.lock:
            now = max(self.now, self.clock())
            meter = self.meters.get(key)
            if meter is None:
                meter = self.new_meter()
                wait = meter.take(now, cost)
                self.meters[key] = meter
            else:
                wait = meter.take(now, cost)
            self.now = now
            return wait == 0

    def __len__(self):
        with self.lock:
            return len(self.meters)
