"""A client whose own clock decides, and is wrong."""

from ratelimit import Level, Meter


class ClockAhead:
    """A meter, used by a client whose clock is so many ticks ahead."""

    def __init__(self, meter: Meter, ticks: int) -> None:
        self._meter = meter
        self._ticks = ticks

    def take(self, now: int, cost: int = 1) -> int:
        """Spend units at the client's time."""
        return self._meter.take(now + self._ticks, cost)

    def level(self, now: int) -> Level:
        """Return what is left at the client's time."""
        return self._meter.level(now + self._ticks)
