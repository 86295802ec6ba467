"""A client who tells the time himself."""

from ratelimit import Level, Meter


class Ahead:
    """A meter, as it is asked by a client whose clock is so many ticks ahead."""

    def __init__(self, meter: Meter, ticks: int) -> None:
        self._meter = meter
        self._ticks = ticks

    def take(self, now: int, cost: int = 1) -> int:
        """Spend units, at what this client takes for now."""
        return self._meter.take(now + self._ticks, cost)

    def level(self, now: int) -> Level:
        """Look at what is left, at what this client takes for now."""
        return self._meter.level(now + self._ticks)
