"""Many hits in one round trip give the same answers as one by one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis import Redis

from katas.grader.keyed.meters import Dial
from ratelimit import Quota, TokenBucket
from ratelimit.redis import RedisLimiter
from tests.redis.conftest import NOON
from tests.redis.grace import within_grace
from tests.redis.whole_microseconds import WholeMicroseconds

QUOTA = Quota.per_day(3)


def test_they_are_answered_in_their_order(make):
    limiter = make(TokenBucket, QUOTA)
    limiter.hit("b", 3)
    assert [hit[:2] for hit in limiter.hit_many(["a", "b", "c", "a", "a", "a", "c"])] == [
        (True, 2), (False, 0), (True, 2), (True, 1), (True, 0), (False, 0), (True, 1)
    ]  # fmt: skip


def test_none_are_none_and_ask_nothing(make, style):
    assert make(TokenBucket, QUOTA, style.client("redis://127.0.0.1:1")).hit_many([]) == []


def test_one_is_one(make):
    limiter = make(TokenBucket, QUOTA)
    assert limiter.hit_many(["key"], 2) == [limiter.hit("other", 2)]


def test_a_tuple_will_do(make):
    assert len(make(TokenBucket, QUOTA).hit_many(("a", "b"))) == 2


@pytest.mark.parametrize("remember", [0, 2, 10])
def test_they_are_the_same_hits_as_one_by_one(algorithm, url, prefix, remember):
    client, examples = Redis.from_url(url), iter(range(10**6))
    batches = st.lists(st.tuples(st.lists(st.sampled_from("abc"), max_size=8), st.integers(1, 3), st.sampled_from([0, 1000, 700_000, 10**6])), max_size=6)  # fmt: skip  # noqa: E501

    @settings(max_examples=40)
    @given(batches)
    @within_grace
    def agree(traffic):
        manual_clock, example, quota = Dial(NOON), next(examples), Quota(3, 2_000_000)
        limiter = RedisLimiter(
            algorithm, quota, client, prefix=f"{prefix}{example}", clock=manual_clock, remember=remember
        )
        memory = WholeMicroseconds(algorithm, quota, manual_clock)
        for keys, cost, step in traffic:
            manual_clock.now += step
            expected = [memory.hit(key, cost) for key in keys]
            assert [hit.allowed for hit in limiter.hit_many(keys, cost)] == [hit.allowed for hit in expected]
            if not remember:
                assert [limiter.peek(key) for key in keys] == [memory.peek(key) for key in keys]

    agree()
    client.close()


def test_those_that_can_be_decided_are_before_an_error_is_raised(style, make, own_client, admin):
    """A full server refuses writes, and answers the rest."""
    limiter, denying = (
        make(TokenBucket, QUOTA, own_client),
        make(TokenBucket, QUOTA, own_client, on_error="deny", pause=9),
    )
    limiter.hit("spent", 3)
    admin.config_set("maxmemory", 1)
    with pytest.raises(style.errors.OutOfMemoryError):
        limiter.hit_many(["spent", "new", "spent"])
    assert [hit.retry_after == 9_000_000_000 for hit in denying.hit_many(["spent", "new", "spent"])] == [
        False,
        True,
        False,
    ]
    admin.config_set("maxmemory", 0)
    assert limiter.peek("new").remaining == 3


def test_a_connection_lost_in_the_middle_is_an_error_for_all_and_nothing_is_asked_twice(make, proxy, style):
    limiter = make(TokenBucket, QUOTA, style.client(proxy.connection_url))
    limiter.hit("warm")
    proxy.cut = 1
    with pytest.raises(style.errors.ConnectionError):
        limiter.hit_many(["a", "b", "a"])
    assert [limiter.peek(key).remaining for key in "ab"] == [1, 2]


def test_a_key_that_is_none_stops_all_before_any_is_hit(make):
    limiter = make(TokenBucket, QUOTA)
    with pytest.raises(TypeError, match="key must be a str, got 7"):
        limiter.hit_many(["a", 7, "b"])
    assert limiter.peek("a").remaining == 3


def test_ten_thousand_keys_are_ten_pieces_in_their_order(make, own_client, admin):
    limiter, keys = make(TokenBucket, QUOTA, own_client), [f"{number % 5000}" for number in range(10_000)]
    admin.config_resetstat()
    assert [hit.remaining for hit in limiter.hit_many(keys)] == [2] * 5000 + [1] * 5000
    commands = admin.info("commandstats")
    assert (commands["cmdstat_eval"]["calls"], commands["cmdstat_evalsha"]["calls"]) == (10, 9990)


def test_no_piece_is_sent_if_a_key_is_none(make):
    limiter = make(TokenBucket, QUOTA)
    with pytest.raises(TypeError, match="key must be a str, got 7"):
        limiter.hit_many(["a"] * 1500 + [7])
    assert limiter.peek("a").remaining == 3


def test_pieces_after_an_error_reply_are_decided_and_pieces_after_a_lost_reply_are_not_sent(
    make, proxy, style, own_client, admin
):
    limiter = make(TokenBucket, QUOTA, style.client(proxy.connection_url))
    limiter.hit("spent", 3)
    admin.config_set("maxmemory", 1)
    before = admin.info("stats")["total_error_replies"]
    with pytest.raises(style.errors.OutOfMemoryError):
        limiter.hit_many([f"{number}" for number in range(2000)])
    assert admin.info("stats")["total_error_replies"] - before == 2000
    admin.config_set("maxmemory", 0)
    proxy.cut = 1
    with pytest.raises(style.errors.ConnectionError):
        limiter.hit_many([f"{number}" for number in range(2000)])
    assert limiter.peek("1999").remaining == 3
    assert make(TokenBucket, QUOTA, own_client).peek("0").remaining == 2


def test_a_thousand_keys_are_a_thousand_decisions(algorithm, make):
    limiter, keys = make(algorithm, QUOTA), [f"{number % 500}" for number in range(1000)]
    assert [hit.remaining for hit in limiter.hit_many(keys)] == [2] * 500 + [1] * 500
