"""The slot of the window before is read by parity without looking at its stamp.

Source: (c) port from C: ring of two, one stamp check forgotten.
Witness: 1/2: take(0) take(7) -> 1, right: 0
"""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    __slots__ = ("_n", "_p", "_stamp", "_sum", "_clock")

    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst != limit")
        self._n = quota.limit
        self._p = quota.period
        self._stamp = [-2, -1]
        self._sum = [0, 0]
        self._clock = 0

    def _read(self, w):
        slot = w & 1
        return self._sum[slot] if self._stamp[slot] == w else 0

    def _add(self, w, cost):
        slot = w & 1
        if self._stamp[slot] != w:
            self._stamp[slot] = w
            self._sum[slot] = 0
        self._sum[slot] += cost

    def take(self, now: int, cost: int = 1) -> int:
        n, p = self._n, self._p
        if cost <= 0 or cost > n:
            raise ValueError("bad cost")
        if now < self._clock:
            return self._clock - now
        self._clock = now
        w = now // p
        gone = now - w * p
        old = self._sum[(w - 1) & 1]
        new = self._read(w)
        over = old * (p - gone) + (new + cost - n) * p
        if over <= 0:
            self._add(w, cost)
            return 0
        if new + cost <= n:
            return -(-over // old)
        full = (new + cost - n) * p
        return p - gone + -(-full // new)

    def level(self, now: int) -> Level:
        n, p = self._n, self._p
        if now < self._clock:
            return Level(0, p)
        w = now // p
        gone = now - w * p
        old, new = self._read(w - 1), self._read(w)
        rest = (n - new) * p - old * (p - gone)
        reset = 0
        if new:
            reset = 2 * p - gone
        elif old:
            reset = p - gone
        return Level(rest // p, reset)
