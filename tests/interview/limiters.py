"""Limiters as a candidate writes them, right or wrong for a variant."""

from itertools import count

from katas.interview.plan import Interview

_SLIDING = """
class RateLimiter:
    def __init__(self, quota):
        self.quota, self.seen = quota, {{}}

    def allow(self, now, client):
        seen = self.seen.setdefault(client, [])
        seen[:] = [each for each in seen if each > now - self.quota.period - {after}]
        granted = len(seen) < self.quota.limit
        if granted or {refusals}:
            seen.append(now)
        return granted
"""
GRID = """
class RateLimiter:
    def __init__(self, quota):
        self.quota, self.used = quota, {}

    def allow(self, now, client):
        window = now // self.quota.period
        used = self.used.get((client, window), 0)
        self.used[client, window] = used + (used < self.quota.limit)
        return used < self.quota.limit
"""
CRASHES = """
class RateLimiter:
    def __init__(self, quota):
        pass

    def allow(self, now, client):
        return 1 / 0
"""
HANGS = CRASHES.replace("return 1 / 0", "while True: pass")


def sliding(*, after=False, refusals=False):
    return _SLIDING.format(after=int(after), refusals=refusals)


def seed_of(variant):
    """Return the first seed that draws a variant."""
    return next(seed for seed in count() if Interview.of(seed, 45).variant.name == variant)
