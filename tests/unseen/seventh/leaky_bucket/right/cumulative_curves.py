"""Right: two cumulative curves, as in queueing theory: what was poured in ever, and what could have leaked ever less what leaked in vain; water is their difference."""

from ratelimit import Level, Quota


class LeakyBucket:
    """water(t) = arrived - (limit*t - idle), with `idle` the part of the service that found no water (a regulator)."""

    def __init__(self, quota: Quota) -> None:
        self._service_rate = quota.limit
        self._unit = quota.period
        self._burst = quota.burst
        self._arrived = 0
        self._idle = 0
        self._clock = 0

    def _curves(self, now: int) -> tuple[int, int]:
        """Service that is offered until `now`, and the idle part of it."""
        offered = self._service_rate * max(now, self._clock)
        return offered, max(self._idle, offered - self._arrived)

    def _backlog(self, now: int) -> int:
        offered, idle = self._curves(now)
        return self._arrived - (offered - idle)

    def _drain_time(self, work: int) -> int:
        whole, part = divmod(work, self._service_rate)
        return whole + (part > 0)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self._burst:
            raise ValueError(f"{cost=} is not in 1..{self._burst}")
        work = cost * self._unit
        _, self._idle = self._curves(now)
        self._clock = max(now, self._clock)
        excess = self._backlog(now) + work - self._burst * self._unit
        if excess > 0:
            return self._drain_time(excess)
        self._arrived += work
        return 0

    def level(self, now: int) -> Level:
        backlog = self._backlog(now)
        return Level(self._burst - -(-backlog // self._unit), self._drain_time(backlog))

    def delay(self, now: int) -> int:
        return self._drain_time(self._backlog(now))
