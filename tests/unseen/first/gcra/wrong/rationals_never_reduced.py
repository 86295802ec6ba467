"""TAT is a quotient of two ints that is never reduced: each grant while the meter is busy makes its denominator longer.

Source: (c) port: a hand-written rational without gcd.
Witness:
    import tracemalloc
    meter = GCRA(Quota(3, 10))
    assert meter.take(0, 3) == 0
    tracemalloc.start()
    start = tracemalloc.get_traced_memory()[0]
    for i in range(1, 3000):
        assert meter.take(10 * i - 6, 1) == 0
        assert meter.take(10 * i - 3, 1) == 0
        assert meter.take(10 * i, 1) == 0
    grown = tracemalloc.get_traced_memory()[0] - start
    tracemalloc.stop()
    assert grown < 1000  # the denominator has some thousand digits
"""

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self._limit, self._period, self._burst = quota.limit, quota.period, quota.burst
        self._num, self._den = 0, 1

    def _ahead(self, now: int) -> tuple[int, int]:
        num = self._num - now * self._den
        return (num, self._den) if num > 0 else (0, 1)

    def take(self, now: int, cost: int = 1) -> int:
        if cost < 1 or cost > self._burst:
            raise ValueError(cost)
        num, den = self._ahead(now)
        num, den = num * self._limit + cost * self._period * den, den * self._limit
        early = num - self._burst * self._period * (den // self._limit)
        if early > 0:
            return -(-early // den)
        self._num, self._den = num + now * den, den
        return 0

    def level(self, now: int) -> Level:
        num, den = self._ahead(now)
        left = self._burst - -(-num * self._limit // (den * self._period))
        return Level(max(0, left), -(-num // den))
