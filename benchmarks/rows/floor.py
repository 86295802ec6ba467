"""The least that a limiter can do."""

from threading import Lock
from time import monotonic_ns

from ratelimit import Clock


class Floor:
    """What any limiter has to do: take one lock, read one clock, store one thing in a dict. It limits nothing."""

    def __init__(self, clock: Clock = monotonic_ns) -> None:
        self._lock = Lock()
        self._clock = clock
        self._seen: dict[str, int] = {}

    def allow(self, key: str, cost: int = 1) -> bool:  # noqa: ARG002  a limiter's signature
        """Grant the request."""
        with self._lock:
            self._seen[key] = self._clock()
            return True


class BareFloor(Floor):
    """The same without `with`, which an exception between two of these lines would leave locked for good."""

    def allow(self, key: str, cost: int = 1) -> bool:  # noqa: ARG002  as above
        """Grant the request."""
        self._lock.acquire()
        self._seen[key] = self._clock()
        self._lock.release()
        return True
