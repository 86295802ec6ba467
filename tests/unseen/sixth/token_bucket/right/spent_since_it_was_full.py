"""Right: two totals since the bucket was last full (when, and how much was spent), and searches by halving."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._epoch = 0  # the bucket was full here, or at least nothing that had run over is missing
        self._spent = 0  # since then
        self._clock = 0

    def _enough(self, now: int, cost: int) -> bool:
        """Are `cost` tokens there at `now`? Full is always enough, as a cost is at most the burst."""
        q = self._quota
        flowed = (now - self._epoch) * q.limit
        return flowed >= self._spent * q.period or (q.burst - self._spent - cost) * q.period + flowed >= 0

    def _wait(self, now: int, cost: int) -> int:
        if self._enough(now, cost):
            return 0
        high = 1
        while not self._enough(now + high, cost):
            high *= 2
        low = high // 2  # not enough, or 0
        while high - low > 1:
            middle = (low + high) // 2
            if self._enough(now + middle, cost):
                high = middle
            else:
                low = middle
        return high

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self._quota.burst:
            raise ValueError(f"cost {cost} is out of range")
        self._clock = now = max(now, self._clock)
        wait = self._wait(now, cost)
        if wait == 0:
            if (now - self._epoch) * self._quota.limit >= self._spent * self._quota.period:
                self._epoch, self._spent = now, 0
            self._spent += cost
        return wait

    def level(self, now: int) -> Level:
        now = max(now, self._clock)
        low, high = 0, self._quota.burst
        while low < high:
            middle = (low + high + 1) // 2
            if self._enough(now, middle):
                low = middle
            else:
                high = middle - 1
        return Level(low, self._wait(now, self._quota.burst))
