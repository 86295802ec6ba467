"""Spares requests the time-out of a server that is away."""

import logging
from threading import Lock
from time import monotonic_ns

from ratelimit.protocols import Clock

FIRST = 50_000_000  # ns: a blink for a connection that broke; doubled with each failure in a row

_log = logging.getLogger("ratelimit.redis")


class Circuit:
    """Closed while a server answers. After a failure it is open for a while, and then lets one request try.

    The while doubles with each try, up to `longest` nanoseconds; with 0, it is always closed.
    """

    __slots__ = ("_clock", "_lock", "_longest", "_name", "_pause", "_trying", "_until")

    def __init__(self, name: str, longest: int, clock: Clock) -> None:
        self._name = name
        self._longest = longest
        self._clock = clock
        self._lock = Lock()
        self._pause = 0  # 0: closed
        self._until = 0
        self._trying = False

    def is_open(self) -> bool:
        """Say whether the server was away."""
        return self._pause > 0

    def lets_through(self) -> bool:
        """Say whether to ask the server; if it is away, one request at a time may, now and then."""
        if not self._pause:
            return True
        with self._lock:
            if self._trying or self._clock() < self._until:
                return False
            self._trying = True
            self._pause = min(2 * self._pause, self._longest)
            return True

    def failed(self, error: Exception) -> None:
        """Open, or stay open."""
        if not self._longest:
            return
        with self._lock:
            if not self._pause:
                _log.warning("Redis%s is away, on_error decides meanwhile: %s", self._name, error)
                self._pause = min(FIRST, self._longest)
            self._until = self._clock() + self._pause
            self._trying = False

    def given_up(self) -> None:
        """Let another try: whoever tried was interrupted, and knows nothing."""
        self._trying = False

    def worked(self) -> None:
        """Close."""
        if self._pause:
            self._pause = 0
            self._trying = False
            _log.warning("Redis%s is back", self._name)


class Circuits:
    """One for each server: while one is away, the others' keys are none the worse for it."""

    __slots__ = ("_circuits", "_longest")

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._circuits: dict[str, Circuit] = {}

    def __getitem__(self, name: str) -> Circuit:
        circuit = self._circuits.get(name)
        if circuit is None:  # setdefault: two threads may find that
            circuit = self._circuits.setdefault(name, Circuit(name, self._longest, monotonic_ns))
        return circuit
