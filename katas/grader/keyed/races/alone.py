"""A meter is not safe for threads: that two threads are in one at the same time is wrong, whatever it answers."""

from collections.abc import Callable

TOGETHER = "Two threads are in calls of one meter at the same time, and a meter is not safe for threads."


class Alone:
    """Makes hooks, one for each meter, that let others come between and note whether one comes into the same meter."""

    def __init__(self, point: Callable[[], None]) -> None:
        self._point, self.broken = point, False

    def hook(self) -> Callable[[], None]:
        """Return the hook of a new meter."""
        inside = [0]

        def hook() -> None:
            self.broken = self.broken or inside[0] > 0
            inside[0] += 1
            self._point()
            inside[0] -= 1

        return hook
