"""A coroutine holds the state in its locals; requests are sent to it, and errors come back as values."""

from ratelimit import Level, Quota


def bucket(limit, period, burst):
    brim = content = burst * period
    clock = 0
    answer = None
    while True:
        verb, now, cost = yield answer
        present = content if now < clock else min(brim, content + (now - clock) * limit)
        if verb == "look":
            answer = present // period, -((present - brim) // limit)
        elif not 0 < cost <= burst:
            answer = None
        else:
            content, clock = present, max(now, clock)
            need = cost * period
            if need <= content:
                content -= need
                answer = 0
            else:
                answer = -((content - need) // limit)


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        self._ask = bucket(quota.limit, quota.period, quota.burst).send
        self._ask(None)

    def take(self, now: int, cost: int = 1) -> int:
        answer = self._ask(("take", now, cost))
        if answer is None:
            raise ValueError(f"{cost} can never be granted")
        return answer

    def level(self, now: int) -> Level:
        return Level(*self._ask(("look", now, 0)))
