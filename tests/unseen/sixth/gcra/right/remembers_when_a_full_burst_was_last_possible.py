"""Right: keeps TAT minus burst*T (negative in a new meter), reduced by the gcd; remaining comes from a search by halving."""

from math import gcd

from ratelimit import Level, Quota


class GCRA:
    def __init__(self, quota: Quota) -> None:
        g = gcd(quota.limit, quota.period)
        self._per_tick, self._per_unit = quota.limit // g, quota.period // g
        self._burst = quota.burst
        self._base = -quota.burst * self._per_unit  # TAT - burst*T, in 1/per_tick ticks

    def _lack(self, now: int, cost: int) -> int:
        """How much too early a take would be; 0 or less if it isn't."""
        base = max(self._base, now * self._per_tick - self._burst * self._per_unit)
        return base + cost * self._per_unit - now * self._per_tick

    def take(self, now: int, cost: int = 1) -> int:
        if cost <= 0 or self._burst < cost:
            raise ValueError(f"between 1 and {self._burst} units, please, not {cost}")
        lack = self._lack(now, cost)
        if lack <= 0:
            self._base = lack + now * self._per_tick
            return 0
        return 1 + (lack - 1) // self._per_tick

    def level(self, now: int) -> Level:
        low, high = 0, self._burst + 1  # low fits (or is 0), high doesn't
        while high - low > 1:
            middle = (low + high) // 2
            if self._lack(now, middle) <= 0:
                low = middle
            else:
                high = middle
        lack = self._lack(now, self._burst)
        return Level(low, max(0, -(-lack // self._per_tick)))
