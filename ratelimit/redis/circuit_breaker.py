"""Saves requests from waiting for the time-out of a server that is away."""

import logging
from time import monotonic_ns

from ratelimit.protocols import Clock
from ratelimit.redis.lock import new_lock

FIRST_PAUSE = 50_000_000  # ns: short, for a connection that broke; doubled with each failure in a row

_log = logging.getLogger("ratelimit.redis")


class CircuitBreaker:
    """Closed while a server answers. After a failure it opens for a pause, and then lets one request try.

    The pause doubles with each try, up to `max_pause` nanoseconds; with 0, the breaker never opens.
    """

    __slots__ = ("_clock", "_lock", "_max_pause", "_name", "_pause", "_retry_at", "_tries")

    def __init__(self, name: str, max_pause: int, clock: Clock) -> None:
        self._name = name
        self._max_pause = max_pause
        self._clock = clock
        self._lock = new_lock()
        self._pause = 0  # 0: closed
        self._retry_at = 0
        self._tries: object = None  # who asks the server now, while it is away

    def is_open(self) -> bool:
        """Say whether the server did not answer the last time."""
        return self._pause > 0

    def allows_request(self, by: object) -> bool:
        """Say whether to ask the server; while it is away, one request at a time may, after each pause.

        by: whoever asks. It then calls `failed`, `succeeded` or, whatever interrupts it, also in here, `abandoned`.
        """
        if not self._pause:
            return True
        with self._lock:
            if self._tries is not None or self._clock() < self._retry_at:
                return False
            self._pause = min(2 * self._pause, self._max_pause)
            self._tries = by
            return True

    def failed(self, error: Exception) -> None:
        """Open, or stay open."""
        if not self._max_pause:
            return
        with self._lock:
            if not self._pause:
                _log.warning("Redis%s is away, on_error decides meanwhile: %s", self._name, error)
                self._pause = min(FIRST_PAUSE, self._max_pause)
            self._retry_at = self._clock() + self._pause
            self._tries = None

    def abandoned(self, by: object) -> None:
        """Let another request try, if this one did: it was interrupted, and its outcome is unknown."""
        if self._tries is by:
            self._tries = None

    def succeeded(self) -> None:
        """Close."""
        if self._pause:
            self._pause = 0
            self._tries = None
            _log.warning("Redis%s is back", self._name)


class CircuitBreakers:
    """One for each server, so that only the keys of a server that is away are affected."""

    __slots__ = ("_breakers", "_max_pause")

    def __init__(self, max_pause: int) -> None:
        self._max_pause = max_pause
        self._breakers: dict[str, CircuitBreaker] = {}

    def __getitem__(self, name: str) -> CircuitBreaker:
        breaker = self._breakers.get(name)
        if breaker is None:  # setdefault: two threads may get here at once
            breaker = self._breakers.setdefault(name, CircuitBreaker(name, self._max_pause, monotonic_ns))
        return breaker

    def abandoned(self, by: object) -> None:
        """Let another request try all servers that this one tried: it was interrupted."""
        for breaker in list(self._breakers.values()):
            breaker.abandoned(by)
