"""Keeps a log short while the same goes wrong in many places."""

import logging
from time import monotonic_ns
from typing import Final

from ratelimit.protocols import Clock

_MINUTE: Final = 60_000_000_000  # ns


class OnceAMinute(logging.Filter):
    """Lets each message of a logger through once a minute, whatever its arguments are.

    On Redis there is a limiter for each limit of the policies, and each says when the server is away, and when it is
    back.
    """

    def __init__(self, name: str, clock: Clock = monotonic_ns) -> None:
        super().__init__()
        self._logger = name
        self._clock = clock
        self._next: dict[str, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether to log it."""
        if record.name != self._logger:
            return True
        now = self._clock()
        if now < self._next.get(record.msg, now):
            return False
        self._next[record.msg] = now + _MINUTE
        return True
