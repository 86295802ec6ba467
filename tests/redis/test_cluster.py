"""On a cluster whose nodes are all up: the same answers, wherever a key's slot is or moves."""

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from random import Random

import pytest
from redis.crc import key_slot

from katas.grader.keyed.meters import Dial
from katas.grader.redis.servers.node import HOST
from ratelimit import (
    GCRA,
    Quota,
    SlidingWindowCounter,
    TokenBucket,
)
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter
from tests.redis.algorithms import ALGORITHMS
from tests.redis.conftest import NOON
from tests.redis.whole_microseconds import WholeMicroseconds

FIVE = Quota.parse("5 per 4 s")
SLOW = Quota(5, 3600 * 10**9)  # so that no refill blurs a count
KEYS = [f"user {number}" for number in range(60)]


@asynccontextmanager
async def async_client(nodes, package, **options):
    client = package.asyncio.RedisCluster(HOST, nodes.nodes[0].port, socket_timeout=5, **options)
    try:
        yield client
    finally:
        await client.aclose()


def traffic(seed, dial):
    """Single calls and many at once, as time goes by."""
    random = Random(seed)  # noqa: S311  nothing is to be kept secret
    for _ in range(60):
        dial.now += random.choice((0, 0, 1000, 300_000_000, 1_000_000_000, 7_000_000_000))
        yield random.sample(KEYS, random.choice((1, 1, 20))), random.randint(1, 3)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_answer_is_the_one_in_memory(algorithm, cluster_client, prefix):
    dial = Dial(NOON)
    memory = WholeMicroseconds(algorithm, FIVE, dial)
    limiter = RedisLimiter(algorithm, FIVE, cluster_client, prefix=prefix, clock=dial)
    for keys, cost in traffic(algorithm.__name__, dial):
        expected = [memory.hit(key, cost) for key in keys]
        assert (limiter.hit_many(keys, cost) if len(keys) > 1 else [limiter.hit(keys[0], cost)]) == expected
        assert limiter.peek(keys[0]) == memory.peek(keys[0])
    limiter.reset(KEYS[0])
    memory.reset(KEYS[0])
    assert limiter.peek(KEYS[0]) == memory.peek(KEYS[0])


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_answer_in_asyncio_is_the_one_in_memory(algorithm, nodes, prefix, package):
    async def agree():
        dial = Dial(NOON)
        memory = WholeMicroseconds(algorithm, FIVE, dial)
        async with async_client(nodes, package) as client:
            limiter = AsyncRedisLimiter(algorithm, FIVE, client, prefix=prefix, clock=dial)
            for keys, cost in traffic(algorithm.__name__, dial):
                expected = [memory.hit(key, cost) for key in keys]
                answers = await limiter.hit_many(keys, cost) if len(keys) > 1 else [await limiter.hit(keys[0], cost)]
                assert answers == expected
                assert await limiter.peek(keys[0]) == memory.peek(keys[0])
            await limiter.reset(KEYS[0])
            memory.reset(KEYS[0])
            assert await limiter.peek(KEYS[0]) == memory.peek(KEYS[0])

    asyncio.run(agree())


def test_keys_spread_over_the_nodes_each_in_one_slot(nodes, cluster_client, prefix):
    limiter = RedisLimiter(SlidingWindowCounter, SLOW, cluster_client, prefix=prefix)
    keys = [f"{number}" for number in range(3000)]
    assert all(decision.allowed for decision in limiter.hit_many(keys))
    held = {node.name: node.ask("KEYS", f"{prefix}*") for node in nodes.primaries()}
    assert sum(map(len, held.values())) == len(keys)
    assert min(map(len, held.values())) > len(keys) / 4


@pytest.fixture
def sent(monkeypatch, package):
    """Count what is sent to each port."""
    sent = Counter()
    for kind in (package.connection.AbstractConnection, package.asyncio.connection.AbstractConnection):
        send = kind.send_packed_command

        def counted(connection, *args, send=send, **options):
            sent[connection.port] += 1
            return send(connection, *args, **options)

        monkeypatch.setattr(kind, "send_packed_command", counted)
    return sent


def sent_once(sent):
    """Return the ports, before anything else is sent."""
    assert set(sent.values()) == {1}
    return set(sent)


def test_many_hits_are_one_trip_to_each_node(nodes, cluster_client, prefix, sent):
    limiter = RedisLimiter(TokenBucket, SLOW, cluster_client, prefix=prefix)
    limiter.hit_many(KEYS)
    sent.clear()
    first, *_, last = decisions = limiter.hit_many([*KEYS, *KEYS])
    assert (len(decisions), first.remaining, last.remaining) == (120, 3, 2)
    assert sent_once(sent) == {node.port for node in nodes.primaries()}
    sent.clear()
    limiter.hit("one")
    assert sent_once(sent) == {nodes.owner(key_slot(b"one")).port}


def test_many_hits_in_asyncio_are_one_trip_to_each_node(nodes, prefix, sent, package):
    async def count():
        async with async_client(nodes, package) as client:
            limiter = AsyncRedisLimiter(TokenBucket, SLOW, client, prefix=prefix)
            await limiter.hit_many(KEYS)
            sent.clear()
            first, *_, last = decisions = await limiter.hit_many([*KEYS, *KEYS])
            assert (len(decisions), first.remaining, last.remaining) == (120, 3, 2)
            assert sent_once(sent) == {node.port for node in nodes.primaries()}

    asyncio.run(count())


def test_too_few_connections_are_not_taken_for_a_node_that_is_away(nodes, prefix, caplog, package):
    async def crowd():
        async with async_client(nodes, package, max_connections=2) as client:
            limiter = AsyncRedisLimiter(GCRA, Quota.parse("1000/s"), client, prefix=prefix, on_error="deny")
            await limiter.hit_many(KEYS)

            async def later(turns):
                for _ in range(turns):  # those that ask in the same turn share a connection
                    await asyncio.sleep(0)
                return await limiter.allow(KEYS[turns])

            crowded = await asyncio.gather(*map(later, range(len(KEYS))), return_exceptions=True)
            assert 0 < crowded.count(True) < len(KEYS)  # some found a connection
            assert all(found is True or isinstance(found, package.exceptions.MaxConnectionsError) for found in crowded)
            assert all(decision.allowed for decision in await limiter.hit_many(KEYS))

    asyncio.run(crowd())
    assert not [record for record in caplog.records if record.name == "ratelimit.redis"]


@pytest.mark.parametrize("many", [False, True])
def test_a_script_that_one_node_forgot_is_loaded_again(many, nodes, cluster_client, prefix):
    limiter = RedisLimiter(TokenBucket, SLOW, cluster_client, prefix=prefix)
    limiter.hit_many(KEYS)
    nodes.owner(key_slot(KEYS[0].encode())).ask("SCRIPT FLUSH", "SYNC")
    decisions = limiter.hit_many(KEYS) if many else [limiter.hit(key) for key in KEYS]
    assert {decision.remaining for decision in decisions} == {3}


def test_connections_that_a_node_closed_are_opened_again(nodes, cluster_client, prefix, package):
    limiter = RedisLimiter(TokenBucket, SLOW, cluster_client, prefix=prefix)

    async def count():
        async with async_client(nodes, package) as client:
            twin = AsyncRedisLimiter(TokenBucket, SLOW, client, prefix=prefix)
            for left in (4, 2, 0):
                assert {decision.remaining for decision in limiter.hit_many(KEYS)} == {left}
                if left:
                    assert {decision.remaining for decision in await twin.hit_many(KEYS)} == {left - 1}
                for node in nodes.primaries():
                    await asyncio.to_thread(node.ask, "CLIENT KILL", "TYPE", "normal")

    asyncio.run(count())
