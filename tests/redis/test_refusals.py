"""A remembered refusal saves a request to Redis, and is never wrong."""

from threading import Thread

import pytest

from katas.grader.redis.servers.wait_until import until
from ratelimit import Quota, TokenBucket

SECOND = 1_000_000_000  # ns
QUOTA = Quota.per_day(1)


@pytest.fixture
def requests_sent(proxy):
    """Count the requests since the last call."""
    before = [0]

    def requests_sent():
        replies, before[0] = proxy.replies - before[0], proxy.replies
        return replies

    return requests_sent


@pytest.fixture
def proxied_client(style, proxy):
    return style.client(proxy.connection_url)


def test_an_attack_of_ten_thousand_costs_one_command_a_second(make, own_client, admin, manual_clock):
    limiter = make(TokenBucket, QUOTA, own_client, remember=10)
    limiter.hit("key")
    admin.config_resetstat()
    for _ in range(10_000):
        assert not limiter.allow("key")
        manual_clock.now += 350_000
    assert admin.info("commandstats")["cmdstat_evalsha"]["calls"] == 4


def test_without_remembering_each_costs_one(make, proxied_client, requests_sent):
    limiter = make(TokenBucket, QUOTA, proxied_client)
    limiter.hit("key")
    requests_sent()
    for _ in range(10):
        assert not limiter.allow("key")
    assert requests_sent() == 10


def test_a_higher_cost_is_refused_too_and_a_lower_one_asks(make, proxied_client, requests_sent):
    limiter = make(TokenBucket, Quota.per_day(3), proxied_client, remember=10)
    limiter.hit("key", 2)
    refused = limiter.hit("key", 2)
    requests_sent()
    assert limiter.hit("key", 2) == refused
    assert limiter.hit("key", 3) == refused
    assert limiter.hit_many(["key", "key"], 3) == [refused] * 2
    assert requests_sent() == 0
    assert limiter.hit("key")
    assert requests_sent() == 1


def test_a_peek_always_asks(make, proxied_client, requests_sent):
    limiter = make(TokenBucket, QUOTA, proxied_client, remember=10)
    limiter.hit("key")
    limiter.hit("key")
    requests_sent()
    limiter.peek("key")
    assert requests_sent() == 1


def test_a_refusal_is_remembered_for_one_second_at_most(make, proxied_client, manual_clock, requests_sent):
    limiter = make(TokenBucket, QUOTA, proxied_client, remember=10)
    limiter.hit("key")
    first = limiter.hit("key")
    requests_sent()
    manual_clock.now += SECOND - 1000
    assert limiter.hit("key").retry_after == first.retry_after - SECOND + 1000
    assert requests_sent() == 0
    manual_clock.now += 1000
    assert limiter.hit("key").retry_after == first.retry_after - SECOND
    assert requests_sent() == 1


@pytest.mark.parametrize("wait", [1, 2, 1000])
def test_a_wait_is_over_when_it_is_over(make, manual_clock, wait):
    limiter = make(TokenBucket, Quota(1, wait * 1000), remember=10)
    limiter.hit("key")
    for passed in range(wait):
        assert limiter.hit("key").retry_after == (wait - passed) * 1000
        manual_clock.now += 1000
    assert limiter.hit("key")


def test_a_reset_by_the_same_limiter_is_seen_at_once(algorithm, make):
    limiter = make(algorithm, QUOTA, remember=10)
    for _ in range(3):
        assert [limiter.allow("key") for _ in range(3)] == [True, False, False]
        limiter.reset("key")


def test_a_reset_that_overtakes_a_refusal_is_seen_too(make, proxied_client, proxy):
    limiter = make(TokenBucket, QUOTA, proxied_client, remember=10)
    limiter.hit("key")
    before, proxy.hold, answers = proxy.replies, 1, []
    asker = Thread(target=lambda: answers.append(limiter.hit("key")), daemon=True)
    asker.start()
    until(lambda: proxy.replies > before)
    limiter.reset("key")
    proxy.free()
    asker.join(20)
    assert [hit.allowed for hit in answers] == [False]
    assert limiter.hit("key")


def test_no_more_keys_are_remembered_than_it_says(make, proxied_client, requests_sent):
    limiter = make(TokenBucket, QUOTA, proxied_client, remember=3)
    for key in "abcd":
        limiter.hit(key)
        limiter.hit(key)
    requests_sent()
    for key in "bcd":
        assert not limiter.hit(key)
    assert requests_sent() == 0
    assert not limiter.hit("a")
    assert requests_sent() == 1
    assert not limiter.hit("c")
    assert requests_sent() == 0
    assert not limiter.hit("b")
    assert requests_sent() == 1


def test_a_changed_quota_starts_from_new_keys(make):
    for limit in (1, 2):
        limiter = make(TokenBucket, Quota.per_day(limit), remember=10)
        assert [limiter.allow("key") for _ in range(limit + 1)] == [True] * limit + [False]


def test_while_redis_is_away_remembered_refusals_hold_and_nothing_else_is_refused(make, proxied_client, server):
    limiter = make(TokenBucket, QUOTA, proxied_client, remember=10, on_error="allow")
    denying = make(TokenBucket, QUOTA, proxied_client, remember=10, on_error="deny", pause=0.1)
    limiter.hit("spent")
    assert not limiter.hit("spent")
    server.stop()
    assert not limiter.hit("spent")
    assert limiter.hit("new")
    assert not denying.hit("new")
    server.start()
    until(lambda: denying.hit("new"))
