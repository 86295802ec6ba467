"""Variant of wrong/estimate_rounded_down: every answer comes from one estimate, the wait by halving a span of ticks."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst has to be limit")
        self.limit, self.period = quota.limit, quota.period
        self.number = self.last = self.this = 0
        self.clock = 0

    def used(self, tick: int) -> int:
        """Return the estimate at a tick, in whole units."""
        ahead, into = divmod(tick, self.period)
        ahead -= self.number
        if ahead > 1:
            return 0
        fading, firm = (self.this, 0) if ahead == 1 else (self.last, self.this)
        return firm + fading * (self.period - into) // self.period

    def take(self, now: int, cost: int = 1) -> int:
        if not 0 < cost <= self.limit:
            raise ValueError("cost")
        self.clock = now = max(self.clock, now)
        if self.used(now) + cost > self.limit:
            return self.first_fit(now, cost) - now
        number = now // self.period
        if number > self.number:
            self.last = self.this if number == self.number + 1 else 0
            self.number, self.this = number, 0
        self.this += cost
        return 0

    def first_fit(self, no: int, cost: int) -> int:
        yes = no + 2 * self.period
        while yes - no > 1:
            middle = (yes + no) // 2
            if self.used(middle) + cost <= self.limit:
                yes = middle
            else:
                no = middle
        return yes

    def level(self, now: int) -> Level:
        nothing = self.number * self.period
        if self.this:
            nothing += 2 * self.period
        elif self.last:
            nothing += self.period
        return Level(max(0, self.limit - self.used(now)), max(0, nothing - now))
