"""A primary that fails, and a replica that takes over without its last grants."""

from ratelimit import Level, Quota
from ratelimit.protocols import Algorithm
from ratelimit.replay import replay


class Failover:
    """A meter until it fails; from then on a replica that lacks so many of the last grants."""

    def __init__(self, algorithm: Algorithm, quota: Quota, fails: int, not_replicated: int) -> None:
        self._primary = algorithm(quota)
        self._replica = algorithm(quota)
        self._fails = fails
        self._lacking = not_replicated
        self._granted: list[tuple[int, int]] = []
        self._promoted = False

    def take(self, now: int, cost: int = 1) -> int:
        """Spend units on the primary, or after the failover on the replica."""
        if now >= self._fails:
            self._promote()
            return self._replica.take(now, cost)
        wait = self._primary.take(now, cost)
        if not wait:
            self._granted += [(now, 1)] * cost
        return wait

    def level(self, now: int) -> Level:
        """Return what is left on the primary, or after the failover on the replica."""
        if now >= self._fails:
            self._promote()
            return self._replica.level(now)
        return self._primary.level(now)

    def _promote(self) -> None:
        if not self._promoted:
            self._promoted = True
            replay(self._replica, self._granted[: max(0, len(self._granted) - self._lacking)])
