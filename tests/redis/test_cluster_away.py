"""A cluster that is away as a whole: every call ends soon, as on_error says; once it is back, so is the limiter."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from redis.crc import key_slot
from redis.exceptions import RedisClusterException, RedisError
from valkey.exceptions import ValkeyClusterException, ValkeyError

from katas.grader.redis.servers.node import HOST
from katas.grader.redis.servers.wait_until import until
from ratelimit import MemoryLimiter, Quota, TokenBucket
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter

ERRORS = (RedisError, RedisClusterException, ValkeyError, ValkeyClusterException)
KEYS = [f"user {number}" for number in range(60)]
SLOW = Quota(5, 3600 * 10**9)  # so that no refill blurs a count
TIME_OUT = 0.2  # seconds
CALLERS = 20
NO_HANG = CALLERS * TIME_OUT  # far less than if each of them waited for all nodes, one after the other


@pytest.fixture
def address(nodes):
    return {"host": HOST, "port": nodes.nodes[0].port, "socket_timeout": TIME_OUT, "socket_connect_timeout": TIME_OUT}


@pytest.fixture
def impatient_client(address, package):
    with package.RedisCluster(**address) as client:
        yield client


def limiters(client, prefix, kind=RedisLimiter):
    stand_in = MemoryLimiter(TokenBucket, SLOW)
    stand_in.hit("key", 3)
    return [
        kind(TokenBucket, SLOW, client, prefix=prefix, on_error=how) for how in ("raise", "allow", "deny", stand_in)
    ]


def is_back(limiter):
    try:
        return all(decision.remaining for decision in limiter.hit_many(KEYS))
    except ERRORS:
        return False


def test_a_cluster_that_is_away_is_answered_for_and_is_used_again_when_back(
    package, nodes, impatient_client, address, prefix
):
    async def answers():
        client = package.asyncio.RedisCluster(**address)
        strict, *others = limiters(client, prefix, AsyncRedisLimiter)
        with pytest.raises(ERRORS):
            await strict.allow("key")
        said = [[decision.allowed for decision in await limiter.hit_many(["key"] * 3)] for limiter in others]
        await client.aclose()
        return said

    strict, *others = limiters(impatient_client, prefix)
    strict.hit_many(KEYS)
    for node in nodes.nodes:
        node.kill()
    with pytest.raises(ERRORS):
        strict.allow("key")
    with pytest.raises(ERRORS):
        strict.hit_many(KEYS)
    assert [[decision.allowed for decision in limiter.hit_many(["key"] * 3)] for limiter in others] == [
        [True] * 3,
        [False] * 3,
        [True, True, False],
    ]
    assert asyncio.run(answers()) == [[True] * 3, [False] * 3, [True, True, False]]
    for node in nodes.nodes:
        node.start()
    until(nodes.settled)
    for limiter in (strict, *others):
        limiter.reset("key")
        assert until(lambda limiter=limiter: is_back(limiter)) < NO_HANG
        assert limiter.hit("key").remaining == 4


def test_no_call_waits_for_the_slot_map_more_than_once_when_all_nodes_hang(
    package, nodes, impatient_client, address, prefix
):
    def ended(call):
        start = time.monotonic()
        with pytest.raises(ERRORS):
            call()
        return time.monotonic() - start

    async def async_ended(limiter, key):
        start = time.monotonic()
        with pytest.raises(ERRORS):
            await limiter.allow(key)
        return time.monotonic() - start

    async def tasks():
        client = package.asyncio.RedisCluster(**address)
        limiter = limiters(client, prefix, AsyncRedisLimiter)[0]
        await limiter.hit_many(KEYS)
        for node in nodes.nodes:
            node.stop()
        times = await asyncio.gather(*(async_ended(limiter, key) for key in KEYS[:CALLERS]))
        await client.aclose()
        return times

    limiter = limiters(impatient_client, prefix)[0]
    limiter.hit_many(KEYS)
    try:
        assert max(asyncio.run(tasks())) < NO_HANG
        with ThreadPoolExecutor(CALLERS) as pool:
            assert max(pool.map(lambda key: ended(lambda: limiter.allow(key)), KEYS[:CALLERS])) < NO_HANG
    finally:
        for node in nodes.nodes:
            node.go_on()
    until(nodes.settled)


def test_a_request_is_sent_once_however_often_the_client_would_retry(package, nodes, address, prefix):
    """The node that hangs answers it later, and the caller is gone."""
    hanging = nodes.owner(key_slot(b"key"))
    replica = nodes.replica(hanging)
    with package.RedisCluster(**address, retry=package.retry.Retry(package.backoff.NoBackoff(), 10)) as client:
        limiter = limiters(client, prefix)[0]
        limiter.hit("key")
        replica.ask("CONFIG SET", "cluster-replica-no-failover", "yes")
        hanging.stop()
        try:
            with pytest.raises(ERRORS):
                limiter.hit("key")
        finally:
            hanging.go_on()
        replica.ask("CONFIG SET", "cluster-replica-no-failover", "no")
        assert limiter.hit("key").remaining == 2
    until(nodes.settled)
