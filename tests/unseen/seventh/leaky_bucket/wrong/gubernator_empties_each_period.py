"""Wrong: as Gubernator's leaky bucket did (#118), the entry expires a period after it was made, and the bucket is empty again; shows when the burst takes longer than a period to leak."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from ratelimit import Level, Quota


@dataclass
class Item:
    created_at: int
    expire_at: int
    updated_at: int
    water: Fraction


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.duration = quota.period
        self.rate = Fraction(quota.limit, quota.period)
        self.burst = quota.burst
        self.item: Item | None = None

    def _get(self, now: int) -> Item:
        item = self.item
        if item is None or now >= item.expire_at:
            return Item(now, now + self.duration, now, Fraction(0))
        leaked = self.rate * max(0, now - item.updated_at)
        water = max(Fraction(0), item.water - leaked)
        return Item(item.created_at, item.expire_at, max(now, item.updated_at), water)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self.burst:
            raise ValueError(f"hits must be within 1..{self.burst}, got {cost}")
        self.item = self._get(now)
        over = self.item.water + cost - self.burst
        if over > 0:
            return ceil(over / self.rate)
        self.item.water += cost
        return 0

    def level(self, now: int) -> Level:
        water = self._get(now).water
        return Level(floor(self.burst - water), ceil(water / self.rate))

    def delay(self, now: int) -> int:
        return ceil(self._get(now).water / self.rate)
