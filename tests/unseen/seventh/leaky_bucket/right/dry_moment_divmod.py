"""Right: stores when the bucket will be dry, as whole ticks and a remainder in limit-ths of a tick, carried with divmod."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.limit, self.period, self.burst = quota.limit, quota.period, quota.burst
        self.dry_tick = 0
        self.dry_rest = 0  # 0 <= dry_rest < limit
        self.latest = 0

    def _ahead(self, now: int) -> tuple[int, int]:
        """The time from `now` until the bucket is dry: (ticks, limit-ths of a tick)."""
        if now < self.latest:
            now = self.latest
        if self.dry_tick < now:
            return 0, 0
        return self.dry_tick - now, self.dry_rest

    def _span(self, units: int) -> tuple[int, int]:
        return divmod(units * self.period, self.limit)

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.burst:
            raise ValueError(f"{cost} never fits into {self.burst}")
        if now > self.latest:
            self.latest = now
        ticks, rest = self._ahead(now)
        most_ticks, most_rest = self._span(self.burst - cost)  # may be ahead before the take
        if (ticks, rest) > (most_ticks, most_rest):
            return ticks - most_ticks + (1 if rest > most_rest else 0)
        more_ticks, more_rest = self._span(cost)
        carry, self.dry_rest = divmod(rest + more_rest, self.limit)
        self.dry_tick = self.latest + ticks + more_ticks + carry
        return 0

    def delay(self, now: int) -> int:
        ticks, rest = self._ahead(now)
        return ticks + bool(rest)

    def level(self, now: int) -> Level:
        ticks, rest = self._ahead(now)
        water = ticks * self.limit + rest  # in period-ths of a unit
        return Level((self.burst * self.period - water) // self.period, self.delay(now))
