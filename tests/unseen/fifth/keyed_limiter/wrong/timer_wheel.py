"""Wrong: a wheel of 256 slots says who is due; the slots that the clock jumped over are visited only when it comes round."""

from collections import deque
from collections.abc import Callable, Hashable
from threading import Lock

from ratelimit import Clock, Meter

SLOTS = 256


class KeyedLimiter:
    """One meter per key, safe for threads. Drops a key once its meter is fresh."""

    def __init__(self, new_meter: Callable[[], Meter], clock: Clock) -> None:
        self._new_meter = new_meter
        self._clock = clock
        self._lock = Lock()
        self._now = 0
        self._meters: dict[Hashable, Meter] = {}
        self._wheel: list[deque[Hashable]] = [deque() for _ in range(SLOTS)]

    def allow(self, key: Hashable, cost: int = 1) -> bool:
        with self._lock:
            now = max(self._now, self._clock())
            meter = self._meters.get(key)
            created = self._new_meter() if meter is None else None
            target = created if meter is None else meter

            source = self._wheel[now % SLOTS]
            looked = [(source[i], self._meters[source[i]].level(now).reset_after) for i in range(min(3, len(source)))]

            granted = target.take(now, cost) == 0
            due = target.level(now).reset_after if created is not None else 0

            self._now = now
            for other, reset in looked:
                source.popleft()
                if reset > 0 or self._meters[other] is target:
                    self._wheel[(now + max(1, reset)) % SLOTS].append(other)
                else:
                    del self._meters[other]
            if created is not None:
                self._meters[key] = created
                self._wheel[(now + max(1, due)) % SLOTS].append(key)
            return granted

    def __len__(self) -> int:
        with self._lock:
            return len(self._meters)
