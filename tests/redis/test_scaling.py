"""What docs/scaling.md says of the server is true on a server."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.scaling.measured import hot_key, memory
from benchmarks.scaling.servers import decisions
from benchmarks.scaling.simulated.leases import Leases
from ratelimit import GCRA, Quota, TokenBucket
from ratelimit.redis import RedisLimiter


def fleet(limiter, size):
    return [Leases(limiter, size) for _ in range(4)]


@pytest.fixture
def only_client(server):
    with memory.client(server) as client:
        yield client


@pytest.mark.parametrize("size", [1, 7, 10])
def test_leases_cost_a_trip_for_as_many_units(only_client, size):
    limiter = RedisLimiter(TokenBucket, Quota.per_day(1000), only_client)
    limiter.allow("another key")  # which loads the script
    only_client.config_resetstat()
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(lambda leases: sum(leases.allow("key") for _ in range(200)), fleet(limiter, size)))
    assert got == [200] * 4
    assert decisions(only_client)[0] == 4 * -(-200 // size)


@pytest.mark.parametrize("size", [1, 7, 10])
def test_leases_that_threads_share_spend_the_quota_and_no_more(only_client, size):
    """However many of a client's threads lease at once."""
    clients = fleet(RedisLimiter(TokenBucket, Quota.per_day(1000), only_client), size)
    with ThreadPoolExecutor(8) as pool:
        got = sum(pool.map(lambda ask: clients[ask % 4].allow("key"), range(2000)))
    assert got == 1000 - 1000 % size


@pytest.mark.parametrize("case", hot_key.CASES)
def test_remembered_refusals_cost_about_a_trip_for_each_unit_and_process(only_client, case, monkeypatch):
    monkeypatch.setattr(hot_key, "SECONDS", 2)
    _, quota = hot_key.CASES[case]
    units = quota.limit * 1e9 / quota.period
    asked = hot_key.asked(only_client, case, 500, 4, 1)
    assert asked <= min(500, 4 * max(1, 2 * units) + units) + 4
    assert hot_key.asked(only_client, case, 500, 4, 0) == 500


@pytest.mark.parametrize("algorithm", memory.ALGORITHMS)
def test_a_key_with_one_request_is_kept_no_longer_than_the_page_says(only_client, algorithm):
    quota = Quota.per_minute(100)
    RedisLimiter(memory.ALGORITHMS[algorithm], quota, only_client).allow("key")
    assert 0 < only_client.pttl(only_client.randomkey()) <= memory.lifetime(algorithm, quota) * 1000 + 1


@pytest.mark.parametrize("algorithm", memory.ALGORITHMS.values())
def test_with_a_full_memory_refusals_are_answered_and_grants_are_errors(only_client, algorithm):
    limiter = RedisLimiter(algorithm, Quota.per_hour(2), only_client, on_error="allow")
    limiter.hit("spent", 2)
    only_client.config_set("maxmemory", 1)
    assert not limiter.allow("spent")
    assert limiter.hit("new").remaining == 0  # what `on_error` says: allowed, and nothing known
    assert only_client.dbsize() == 1


def test_if_what_expires_first_is_evicted_spent_buckets_stay(only_client):
    limiter = RedisLimiter(GCRA, Quota.per_hour(10), only_client)
    spent = [f"spent {number}" for number in range(50)]
    limiter.hit_many(spent, cost=10)
    room = 8_000_000  # bytes: much more than buffers and tables that grow, which can't be evicted
    only_client.config_set("maxmemory", only_client.info("memory")["used_memory"] + room)
    only_client.config_set("maxmemory-policy", "volatile-ttl")
    for batch in range(0, 100_000, 500):
        limiter.hit_many([f"client {number}" for number in range(batch, batch + 500)])
    assert only_client.info("stats")["evicted_keys"] > 1000
    assert not any(limiter.hit_many(spent))
