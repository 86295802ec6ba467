"""A limiter that remembers refusals allows what one that always asks allows, and its waits are never too long."""

from hypothesis import given, settings
from hypothesis import strategies as st
from redis import Redis

from katas.grader.keyed.meters import Dial
from ratelimit import Quota
from ratelimit.redis import RedisLimiter
from tests.redis.algorithms import WINDOWS
from tests.redis.conftest import NOON
from tests.redis.grace import within_grace

SECOND = 1_000_000_000  # ns


@st.composite
def steps(draw):
    moves = st.sampled_from(
        [0, 0, 1, 999, 1000, 1001, 7000, 100_000, "due", "early", "late", SECOND, -1, -1000, -50_000]
    )
    return draw(st.lists(st.tuples(moves, st.integers(1, 3), st.booleans(), st.booleans()), max_size=25))


def test_no_refusal_is_wrong(algorithm, url, prefix):
    """... whatever others spend, and whichever way the clock goes."""
    client, examples = Redis.from_url(url), iter(range(10**6))

    @settings(max_examples=60)
    @given(steps(), st.sampled_from([10_000, 1_000_000, 4 * SECOND]))
    @within_grace
    def agree(traffic, period):
        clock, key = Dial(NOON), str(next(examples))
        quota = Quota(4, period, None if algorithm in WINDOWS else 3)
        made = [
            RedisLimiter(algorithm, quota, client, prefix=f"{prefix}{twin}", clock=clock, remember=remember)
            for twin, remember in enumerate((5, 0))
        ]
        others = [RedisLimiter(algorithm, quota, client, prefix=f"{prefix}{twin}", clock=clock) for twin in (0, 1)]
        wait, latest = 1, clock.now
        for move, cost, spent_by_others, reset in traffic:
            clock.now += {"due": wait, "early": wait - 1000, "late": wait + 1}.get(move, move)
            if spent_by_others:
                assert others[0].hit(key) == others[1].hit(key)
            answered, true = (limiter.hit(key, cost) for limiter in made)
            assert answered.allowed == true.allowed
            wait = max(1, true.retry_after)
            if clock.now >= latest and not answered:
                assert 1 <= answered.retry_after <= true.retry_after
                assert answered.retry_after <= answered.reset_after
            latest = max(latest, clock.now)
            if reset:
                for limiter in made:
                    limiter.reset(key)

    agree()
    client.close()
