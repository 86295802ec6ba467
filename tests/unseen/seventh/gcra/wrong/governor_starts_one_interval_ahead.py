"""Wrong: as governor before 0.8 (#249), the first TAT is an interval ahead so that a new meter grants the burst, with a tolerance of burst*T; shows after a rest, when it grants burst + 1."""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.t = quota.period  # a tick has `limit` of these parts
        self.tick = quota.limit
        self.burst = quota.burst
        self.tau = quota.period * quota.burst
        self.state: int | None = None

    def _tat(self, t0: int) -> int:
        if self.state is None:
            return t0 + self.t
        return max(self.state, t0)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"InsufficientCapacity({self.burst})")
        t0 = now * self.tick
        tat = self._tat(t0)
        earliest = tat + (cost - 1) * self.t - self.tau
        if t0 < earliest:
            return -(-(earliest - t0) // self.tick)
        self.state = tat + cost * self.t
        return 0

    def level(self, now: int) -> Level:
        t0 = now * self.tick
        ahead = 0 if self.state is None else max(0, self.state - t0 - self.t)
        return Level(max(0, self.burst - -(-ahead // self.t)), -(-ahead // self.tick))
