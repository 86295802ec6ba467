"""Spares requests the time-out of a server that is away."""

import logging
from threading import Lock

from ratelimit.protocols import Clock

FIRST = 50_000_000  # ns: a blink for a connection that broke; doubled with each failure in a row

_log = logging.getLogger("ratelimit.redis")


class Circuit:
    """Closed while a server answers. After a failure it is open for a while, and then lets one request try.

    The while doubles with each try, up to `longest` nanoseconds.
    """

    __slots__ = ("_clock", "_lock", "_longest", "_name", "_pause", "_until")

    def __init__(self, name: str, longest: int, clock: Clock) -> None:
        self._name = name
        self._longest = longest
        self._clock = clock
        self._lock = Lock()
        self._pause = 0  # 0: closed
        self._until = 0

    def lets_through(self) -> bool:
        """Say whether to ask the server; if it is away, one request is let through now and then."""
        if not self._pause:
            return True
        with self._lock:
            now = self._clock()
            if now < self._until:
                return False
            self._pause = min(2 * self._pause, self._longest)
            self._until = now + self._pause
            return True

    def opens_after(self) -> int:
        """Return the microseconds until the server is asked again, at least 1."""
        return max(1, -(-(self._until - self._clock()) // 1000))

    def failed(self, error: Exception) -> None:
        """Open, or stay open."""
        with self._lock:
            if not self._pause:
                _log.warning("Redis%s is away, on_error decides meanwhile: %s", self._name, error)
                self._pause = min(FIRST, self._longest)
            self._until = self._clock() + self._pause

    def worked(self) -> None:
        """Close."""
        if self._pause:
            self._pause = 0
            _log.warning("Redis%s is back", self._name)
