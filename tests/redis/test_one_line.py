"""A program that was written for memory runs on Redis by changing one line, with the same headers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis import Redis

from katas.grader.keyed.meters import Dial
from ratelimit import MemoryLimiter, Quota
from ratelimit.redis import RedisLimiter
from tests.redis.algorithms import ALGORITHMS
from tests.redis.conftest import NOON
from tests.redis.grace import within_grace

STEPS = st.sampled_from((0, 1000, 999_000, 10**9, 30 * 10**9, 60 * 10**9 - 1000))
TRAFFIC = st.lists(st.tuples(STEPS, st.sampled_from("ab"), st.integers(1, 3)), min_size=1, max_size=30)


def program(limiter, dial, traffic):
    """Answer requests as an HTTP service does, and note what each client is told and how long it sleeps."""
    answers = []
    for step, client, cost in traffic:
        dial.now += step
        decision = limiter.hit(client, cost)
        headers = {"RateLimit-Remaining": decision.remaining, "RateLimit-Reset": decision.reset_header}
        if not decision:
            headers["Retry-After"] = decision.retry_header
        answers.append((200 if decision else 429, headers, -(-decision.delay // 10**9)))
        dial.now += -(-decision.retry_after // 1000) * 1000 if cost == 2 else 0  # one that sleeps until it may
    return answers


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_headers_are_the_same_in_memory_and_on_redis(algorithm, url, prefix):
    client, examples = Redis.from_url(url), iter(range(10**6))

    @settings(max_examples=60)
    @given(TRAFFIC, st.sampled_from(("3/minute", "7/second", "5 per 10 seconds")))
    @within_grace
    def agree(traffic, text):
        quota, example, answers = Quota.parse(text), next(examples), []
        for where in ("memory", "redis"):
            dial = Dial(NOON)
            if where == "memory":
                limiter = MemoryLimiter(algorithm, quota, clock=dial)
            else:
                limiter = RedisLimiter(algorithm, quota, client, clock=dial, prefix=f"{prefix}{example}")
            answers.append(program(limiter, dial, traffic))
        assert answers[0] == answers[1]

    agree()
    client.close()
