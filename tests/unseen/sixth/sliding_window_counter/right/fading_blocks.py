"""Right: each window is a block that counts in full to its end and then fades over a period; a sum over two blocks."""

from ratelimit import Level, Quota


class Block:
    def __init__(self, end: int, units: int) -> None:
        self.end = end
        self.units = units


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst must be the limit")
        self.quota = quota
        self.blocks: list[Block] = []  # the newest last; two at most
        self.clock = 0

    def weight(self, now: int) -> int:
        """The estimate at `now`, times the period."""
        period = self.quota.period
        return sum(b.units * max(0, min(period, b.end + period - now)) for b in self.blocks)

    def first_tick(self, now: int, cost: int) -> int:
        """The first tick from `now` on at which `cost` has room."""
        period, room = self.quota.period, (self.quota.limit - cost) * self.quota.period
        for i, block in enumerate(self.blocks):
            later = sum(b.units for b in self.blocks[i + 1 :]) * period
            if later <= room:  # while this block fades, the later ones count in full
                return max(now, block.end + period - (room - later) // block.units)
        return now

    def take(self, now: int, cost: int = 1) -> int:
        quota = self.quota
        if not 1 <= cost <= quota.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        self.blocks = [b for b in self.blocks if b.end + quota.period > now]
        if self.weight(now) + cost * quota.period > quota.limit * quota.period:
            return self.first_tick(now, cost) - now
        end = now - now % quota.period + quota.period
        if self.blocks and self.blocks[-1].end == end:
            self.blocks[-1].units += cost
        else:
            self.blocks.append(Block(end, cost))
        return 0

    def level(self, now: int) -> Level:
        weight = self.weight(now)
        left = (self.quota.limit * self.quota.period - weight) // self.quota.period
        reset = self.blocks[-1].end + self.quota.period - now if weight else 0
        return Level(max(0, left), reset)
