"""The `ValueError` is raised inside the generator that keeps the water, so the bucket is dead after it."""

from ratelimit import Level, Quota


def run(limit: int, period: int, burst: int):
    """Take ("take" or "look", now, cost), give the answer."""
    water = clock = 0
    reply = None
    while True:
        what, now, cost = yield reply
        leaked = limit * (now - clock) if now > clock else 0
        current = max(0, water - leaked)
        match what:
            case "look":
                reply = burst - -(-current // period), -(-current // limit)
            case "take":
                if not 1 <= cost <= burst:
                    raise ValueError(f"cost must be 1 to {burst}, got {cost}")
                water, clock = current, max(now, clock)
                over = water + (cost - burst) * period
                reply = max(0, -(-over // limit))
                if reply == 0:
                    water += cost * period


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        self.ask = run(quota.limit, quota.period, quota.burst).send
        self.ask(None)

    def take(self, now: int, cost: int = 1) -> int:
        return self.ask(("take", now, cost))

    def level(self, now: int) -> Level:
        return Level(*self.ask(("look", now, 0)))

    def delay(self, now: int) -> int:
        return self.ask(("look", now, 0))[1]
