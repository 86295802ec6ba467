"""Variant of wrong/limit_minus_one: a single integer holds the number of the window and the units used in it."""

from ratelimit import Level, Quota


class FixedWindow:
    """The state is `slot * base + used`, with a base one above the limit."""

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must equal limit")
        self.base = quota.limit + 1
        self.ticks = quota.period
        self.code = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost < self.base:
            raise ValueError(f"bad cost {cost}")
        slot, used = self._decode(now)
        fits = used + cost < self.base - 1
        self.code = slot * self.base + used + cost * fits
        return 0 if fits else (slot + 1) * self.ticks - now

    def level(self, now: int) -> Level:
        slot, used = self._decode(now)
        return Level(self.base - 1 - used, used and (slot + 1) * self.ticks - now)

    def _decode(self, now: int) -> tuple[int, int]:
        return divmod(max(self.code, now // self.ticks * self.base), self.base)
