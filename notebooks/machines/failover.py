"""A primary that fails, and a replica that has not heard of everything."""

from ratelimit import Level, Quota
from ratelimit.protocols import Algorithm
from ratelimit.replay import replay


class Failover:
    """A meter until it fails; from then on one that was told of all its grants but the last few."""

    def __init__(self, algorithm: Algorithm, quota: Quota, fails: int, unheard: int) -> None:
        self._primary = algorithm(quota)
        self._replica = algorithm(quota)
        self._fails = fails
        self._unheard = unheard
        self._granted: list[tuple[int, int]] = []
        self._promoted = False

    def take(self, now: int, cost: int = 1) -> int:
        """Spend units of whoever is in charge."""
        if now >= self._fails:
            self._promote()
            return self._replica.take(now, cost)
        wait = self._primary.take(now, cost)
        if not wait:
            self._granted += [(now, 1)] * cost
        return wait

    def level(self, now: int) -> Level:
        """Look at what is left, as far as is known to whoever is in charge."""
        if now >= self._fails:
            self._promote()
            return self._replica.level(now)
        return self._primary.level(now)

    def _promote(self) -> None:
        if not self._promoted:
            self._promoted = True
            replay(self._replica, self._granted[: max(0, len(self._granted) - self._unheard)])
