"""A refusal that is remembered saves asking, and is never wrong."""

from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis import Redis

from ratelimit import Quota, TokenBucket
from ratelimit.redis import RedisLimiter
from tests.redis.algorithms import WINDOWS
from tests.redis.conftest import Hand
from tests.redis.until import until

SECOND = 1_000_000  # us
QUOTA = Quota.per_day(1)


@pytest.fixture
def asked(wire):
    """Count the questions since it was last asked."""
    before = [0]

    def asked():
        replies, before[0] = wire.replies - before[0], wire.replies
        return replies

    return asked


@pytest.fixture
def wired(style, wire):
    return style.client(wire.connection_url)


def test_an_attack_of_ten_thousand_costs_one_command_a_second(make, own, admin, hand):
    limiter = make(TokenBucket, QUOTA, own, remember=10)
    limiter.hit("key")
    admin.config_resetstat()
    for _ in range(10_000):
        assert not limiter.allow("key")
        hand.now += 350
    assert admin.info("commandstats")["cmdstat_evalsha"]["calls"] == 4


def test_without_remembering_each_costs_one(make, wired, asked):
    limiter = make(TokenBucket, QUOTA, wired)
    limiter.hit("key")
    asked()
    for _ in range(10):
        assert not limiter.allow("key")
    assert asked() == 10


def test_a_dearer_request_is_refused_too_and_a_cheaper_one_asks(make, wired, asked):
    limiter = make(TokenBucket, Quota.per_day(3), wired, remember=10)
    limiter.hit("key", 2)
    refused = limiter.hit("key", 2)
    asked()
    assert limiter.hit("key", 2) == refused
    assert limiter.hit("key", 3) == refused
    assert limiter.hit_many(["key", "key"], 3) == [refused] * 2
    assert asked() == 0
    assert limiter.hit("key")
    assert asked() == 1


def test_a_peek_always_asks(make, wired, asked):
    limiter = make(TokenBucket, QUOTA, wired, remember=10)
    limiter.hit("key")
    limiter.hit("key")
    asked()
    limiter.peek("key")
    assert asked() == 1


def test_a_refusal_is_believed_for_one_second_at_most(make, wired, hand, asked):
    limiter = make(TokenBucket, QUOTA, wired, remember=10)
    limiter.hit("key")
    first = limiter.hit("key")
    asked()
    hand.now += SECOND - 1
    assert limiter.hit("key").retry_after == first.retry_after - SECOND + 1
    assert asked() == 0
    hand.now += 1
    assert limiter.hit("key").retry_after == first.retry_after - SECOND
    assert asked() == 1


@pytest.mark.parametrize("wait", [1, 2, 1000])
def test_a_wait_is_over_when_it_is_over(make, hand, wait):
    limiter = make(TokenBucket, Quota(1, wait * 1000), remember=10)
    limiter.hit("key")
    for passed in range(wait):
        assert limiter.hit("key").retry_after == wait - passed
        hand.now += 1
    assert limiter.hit("key")


def test_a_reset_by_the_same_limiter_is_seen_at_once(algorithm, make):
    limiter = make(algorithm, QUOTA, remember=10)
    for _ in range(3):
        assert [limiter.allow("key") for _ in range(3)] == [True, False, False]
        limiter.reset("key")


def test_a_reset_that_overtakes_a_refusal_is_seen_too(make, wired, wire):
    limiter = make(TokenBucket, QUOTA, wired, remember=10)
    limiter.hit("key")
    before, wire.hold, told = wire.replies, 1, []
    asker = Thread(target=lambda: told.append(limiter.hit("key")), daemon=True)
    asker.start()
    until(lambda: wire.replies > before)
    limiter.reset("key")
    wire.free()
    asker.join(20)
    assert [hit.allowed for hit in told] == [False]
    assert limiter.hit("key")


def test_no_more_keys_are_remembered_than_it_says(make, wired, asked):
    limiter = make(TokenBucket, QUOTA, wired, remember=3)
    for key in "abcd":
        limiter.hit(key)
        limiter.hit(key)
    asked()
    for key in "bcd":
        assert not limiter.hit(key)
    assert asked() == 0
    assert not limiter.hit("a")
    assert asked() == 1
    assert not limiter.hit("c")
    assert asked() == 0
    assert not limiter.hit("b")
    assert asked() == 1


def test_a_changed_quota_begins_anew(make):
    for limit in (1, 2):
        limiter = make(TokenBucket, Quota.per_day(limit), remember=10)
        assert [limiter.allow("key") for _ in range(limit + 1)] == [True] * limit + [False]


@st.composite
def stories(draw):
    moves = st.sampled_from([0, 0, 1, 7, 100, "due", "early", "late", SECOND, -1, -50])
    return draw(st.lists(st.tuples(moves, st.integers(1, 3), st.booleans(), st.booleans()), max_size=25))


def test_no_refusal_is_wrong(algorithm, url, prefix):
    """... whatever others spend: nor is its wait too long, nor one for the same cost too short."""
    client, examples = Redis.from_url(url), iter(range(10**6))

    @settings(max_examples=60)
    @given(stories(), st.sampled_from([10, 1000, 4 * SECOND]))
    def agree(story, period):
        hand, key = Hand(), str(next(examples))
        quota = Quota(4, period * 1000, None if algorithm in WINDOWS else 3)
        made = [
            RedisLimiter(algorithm, quota, client, prefix=f"{prefix}{twin}", clock=hand, remember=remember)
            for twin, remember in enumerate((5, 0))
        ]
        others = [RedisLimiter(algorithm, quota, client, prefix=f"{prefix}{twin}", clock=hand) for twin in (0, 1)]
        wait, latest = 1, hand.now
        for move, cost, spent_by_others, reset in story:
            hand.now += {"due": wait, "early": wait - 1, "late": wait + 1}.get(move, move)
            if spent_by_others:
                assert others[0].hit(key) == others[1].hit(key)
            said, true = (limiter.hit(key, cost) for limiter in made)
            assert said.allowed == true.allowed
            wait = max(1, true.retry_after)
            if hand.now >= latest and not said:
                latest = hand.now
                assert 1 <= said.retry_after <= true.retry_after
                assert said.retry_after <= said.reset_after
            if reset:
                for limiter in made:
                    limiter.reset(key)

    agree()
    client.close()
