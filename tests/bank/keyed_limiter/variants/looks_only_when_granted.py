"""Variant of wrong/looks_only_when_granted: a chain of keys in two dicts, each key names the one that follows it."""

from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock) -> None:
        self.new_meter = new_meter
        self.clock = clock
        self.lock = Lock()
        self.when = 0
        self.meters = {}
        self.following = {}
        self.first = self.last = None

    def allow(self, key, cost: int = 1) -> bool:
        with self.lock:
            when = max(self.when, self.clock())
            meter = self.meters.get(key)
            new = meter is None
            if new:
                meter = self.new_meter()
            granted = meter.take(when, cost) == 0
            self.when = when
            if new:
                self.meters[key] = meter
                self._append(key)
            if granted:
                self._look()
            return granted

    def _append(self, key) -> None:
        if self.following:
            self.following[self.last] = key
        else:
            self.first = key
        self.following[key] = None
        self.last = key

    def _look(self) -> None:
        key = self.first
        self.first = self.following.pop(key)
        if self.meters[key].level(self.when).reset_after == 0:
            del self.meters[key]
        else:
            self._append(key)

    def __len__(self) -> int:
        with self.lock:
            return len(self.meters)
