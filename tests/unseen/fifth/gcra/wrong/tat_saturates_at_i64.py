"""Wrong: as with Rust's saturating_add on i64, TAT, in limit-ths of a tick, never gets above 2**63 - 1."""

from ratelimit import Level, Quota

I64_MAX = 2**63 - 1


def saturating_add(a: int, b: int) -> int:
    return min(a + b, I64_MAX)


class GCRA:
    """TAT is an offset from the first grant, so that it stays small."""

    def __init__(self, quota: Quota) -> None:
        self.replenish = quota.limit
        self.weight = quota.period
        self.max_burst = quota.burst
        self.start: int | None = None
        self.tat = 0

    def _ahead(self, now: int) -> int:
        if self.start is None:
            return 0
        return max(0, self.tat - (now - self.start) * self.replenish)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.max_burst:
            raise ValueError("insufficient capacity")
        ahead = self._ahead(now) + cost * self.weight
        over = ahead - self.max_burst * self.weight
        if over > 0:
            return -(-over // self.replenish)
        if self.start is None:
            self.start = now
        self.tat = saturating_add((now - self.start) * self.replenish, ahead)
        return 0

    def level(self, now: int) -> Level:
        ahead = self._ahead(now)
        free = self.max_burst * self.weight - ahead
        return Level(max(0, free // self.weight), -(-ahead // self.replenish))
