"""A clock that stands still until it is set."""


class SimulatedClock:
    """Now, in nanoseconds: set `now` to let time pass."""

    def __init__(self, now: int = 0) -> None:
        self.now = now

    def __call__(self) -> int:
        """Return the time."""
        return self.now
