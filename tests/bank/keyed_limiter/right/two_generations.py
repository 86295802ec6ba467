"""Two generations: each call empties three places of the old dict, and survivors and newcomers meet in the young."""

from threading import Lock

LOOKS = 3  # popitem takes the youngest first, so one look a call would let a flood of new keys hide the others


class KeyedLimiter:
    def __init__(self, new_meter, clock):
        self._make, self._clock = new_meter, clock
        self._guard = Lock()
        self._time = 0
        self._young, self._old = {}, {}

    def allow(self, key, cost=1):
        with self._guard:
            self._time = now = max(self._time, self._clock())
            for generation in (self._young, self._old):
                if key in generation:
                    wait = generation[key].take(now, cost)
                    break
            else:
                meter = self._make()
                wait = meter.take(now, cost)
                self._young[key] = meter
            for _ in range(LOOKS):
                self._age(now)
            return not wait

    def _age(self, now):
        if not self._old:
            self._young, self._old = self._old, self._young
        if self._old:
            key, meter = self._old.popitem()
            if meter.level(now).reset_after > 0:
                self._young[key] = meter

    def __len__(self):
        with self._guard:
            return len(self._young) + len(self._old)
