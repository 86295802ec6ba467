"""Variant of wrong/wait_taken_for_yes: two ordered dicts, keys that wait to be looked at and keys that were."""

from collections import OrderedDict
from threading import Lock


class KeyedLimiter:
    def __init__(self, new_meter, clock) -> None:
        self._new_meter, self._clock = new_meter, clock
        self._guard = Lock()
        self._tick = 0
        self._waiting = OrderedDict()
        self._looked_at = OrderedDict()

    def allow(self, key, cost: int = 1) -> bool:
        with self._guard:
            tick = max(self._tick, self._clock())
            home = self._waiting if key in self._waiting else self._looked_at
            meter = home[key] if key in home else self._new_meter()
            wait = meter.take(tick, cost)
            home[key] = meter
            self._tick = tick
            self._tidy()
        return bool(wait)

    def _tidy(self) -> None:
        if not self._waiting:
            self._waiting, self._looked_at = self._looked_at, self._waiting
        key, meter = self._waiting.popitem(last=False)
        if meter.level(self._tick).reset_after:
            self._looked_at[key] = meter

    def __len__(self) -> int:
        with self._guard:
            return len(self._waiting) + len(self._looked_at)
