"""How a limiter of several clients goes with limits of one's own, in trio's time, which goes as fast as it can."""

from itertools import pairwise

import trio
from trio.testing import MockClock

from ratelimit import AsyncMemoryLimiter, LeakyBucket, Quota, TokenBucket
from ratelimit.web.client import Pace
from ratelimit.web.client.exchange import exchange_async

URL = "https://example.com/"


def now():
    return round(trio.current_time() * 1_000_000_000)


def leaves(pace, many, answers=()):
    """Return the times at which requests leave, in seconds, and answer the first of them."""
    times, answers = [], list(answers)

    async def send():
        times.append(round(trio.current_time(), 3))
        await trio.sleep(0.5)
        return answers.pop(0) if answers else (200, [])

    async def drop(_):
        pass

    async def main():
        async with trio.open_nursery() as nursery:
            for _ in range(many):
                turn = pace.turn("GET", URL)
                nursery.start_soon(exchange_async, turn, send, lambda answer: answer, drop, trio.sleep)

    trio.run(main, clock=MockClock(autojump_threshold=0))
    return times


def shared(algorithm, quota):
    return AsyncMemoryLimiter(algorithm, Quota.parse(quota), now)


async def _spend(limiter, many):
    for _ in range(many):
        await limiter.hit("example.com:443")


def test_a_limit_of_ones_own_holds_also_after_a_wait_for_a_limiter():
    limiter = shared(TokenBucket, "8/8 seconds burst 8")
    trio.run(_spend, limiter, 8, clock=MockClock())
    pace = Pace("1/2 seconds", limiter=limiter, jitter=0, clock=now)
    times = leaves(pace, 6)
    assert len(times) == 6
    assert all(after - before >= 2 for before, after in pairwise(times))


class Slow:
    """Grants everything, but takes its time for it, as a server far away does."""

    def __init__(self, *seconds):
        self._seconds = list(seconds)
        self._limiter = shared(TokenBucket, "1000/second")

    async def hit(self, key, cost=1):
        await trio.sleep(self._seconds.pop(0))
        return await self._limiter.hit(key)


def test_a_limit_of_ones_own_holds_also_if_the_limiter_answers_late():
    pace = Pace("2/4 seconds", limiter=Slow(3, 2, 0, 0, 1, 0), jitter=0, clock=now)
    times = leaves(pace, 6)
    assert times == sorted(times)
    assert len(times) == 6
    assert all(later - first >= 4 for first, later in zip(times, times[2:], strict=False))


def test_what_a_server_tells_holds_also_for_who_waits_for_a_limiter():
    limiter = shared(LeakyBucket, "1/second burst 9")
    pace = Pace(limiter=limiter, jitter=0, clock=now)
    times = leaves(pace, 3, [(200, [("RateLimit", '"a";r=0;t=30')])])
    assert times == [0, 30.5, 30.5]
