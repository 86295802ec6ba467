"""Leases on any limiter: the recipe of docs/scaling.md."""

from collections import Counter
from threading import Lock

from ratelimit import Limiter


class Leases:
    """Take `size` units of a key in one trip, and spend them here."""

    def __init__(self, limiter: Limiter[str], size: int) -> None:
        self._limiter = limiter
        self._size = size
        self._left: Counter[str] = Counter()
        self._lock = Lock()

    def allow(self, key: str) -> bool:
        """Spend one unit of a lease, or take a new lease."""
        with self._lock:
            if self._left[key]:
                self._left[key] -= 1
                return True
        if not self._limiter.allow(key, self._size):
            return False
        with self._lock:
            self._left[key] += self._size - 1
        return True
