"""The state is packed into one int, strict about earlier takes, and every wait is found by halving."""

from ratelimit import Level, Quota


def first(holds) -> int:
    """Return the smallest n >= 0 for which `holds`, by doubling and halving."""
    if holds(0):
        return 0
    high = 1
    while not holds(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self.quota = quota
        self.brim = quota.burst * quota.period
        self.width = self.brim.bit_length()
        self.word = self.brim  # clock << width | grains

    def _unpack(self):
        return self.word >> self.width, self.word & ((1 << self.width) - 1)

    def _grains(self, now):
        clock, grains = self._unpack()
        return min(self.brim, grains + max(0, now - clock) * self.quota.limit)

    def _wait(self, now, grains):
        return first(lambda ticks: self._grains(now + ticks) >= grains)

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.quota.burst:
            raise ValueError("cost out of range")
        clock, _ = self._unpack()
        if now < clock:
            return clock - now
        grains, need = self._grains(now), cost * self.quota.period
        granted = grains >= need
        if granted:
            grains -= need
        self.word = now << self.width | grains
        return 0 if granted else self._wait(now, need)

    def level(self, now: int) -> Level:
        return Level(self._grains(now) // self.quota.period, self._wait(now, self.brim))
