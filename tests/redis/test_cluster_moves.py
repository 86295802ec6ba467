"""Slots of a cluster move to other nodes: a key keeps its count on the way, and is counted in one place."""

import asyncio
from contextlib import asynccontextmanager

from redis.cluster import LoadBalancingStrategy, RedisCluster
from redis.crc import key_slot

from katas.grader.redis.servers.node import HOST
from katas.grader.redis.servers.wait_until import until
from ratelimit import Quota, TokenBucket
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter

SLOW = Quota(5, 3600 * 10**9)  # so that no refill blurs a count
KEYS = [f"user {number}" for number in range(60)]


@asynccontextmanager
async def async_client(nodes, package):
    client = package.asyncio.RedisCluster(HOST, nodes.nodes[0].port, socket_timeout=5)
    try:
        yield client
    finally:
        await client.aclose()


class Move:
    """A key's slot on its way from one node to another."""

    def __init__(self, nodes, slot):
        self.slot = slot
        self.nodes = nodes
        self.source = nodes.owner(slot)
        self.target = next(node for node in nodes.primaries() if node is not self.source)

    def begin(self):
        self.target.ask("CLUSTER SETSLOT", self.slot, "IMPORTING", self.source.id)
        self.source.ask("CLUSTER SETSLOT", self.slot, "MIGRATING", self.target.id)

    def move_keys(self):
        for key in self.source.ask("CLUSTER GETKEYSINSLOT", self.slot, 1000):
            self.source.ask("MIGRATE", HOST, self.target.port, key, 0, 5000)

    def end(self):
        self.move_keys()
        for node in (self.target, self.source):
            node.ask("CLUSTER SETSLOT", self.slot, "NODE", self.target.id)

    def settle(self):
        until(lambda: self.nodes.owner(self.slot) is self.target and self.nodes.settled())


def stages(move):
    """Return each step, and the `remaining` of a hit after it; one of five units is spent before."""
    still_there, ask, moved, known = 3, 2, 1, 0
    return (move.begin, still_there), (move.move_keys, ask), (move.end, moved), (move.settle, known)


def test_a_key_keeps_its_count_while_its_slot_moves(nodes, cluster_client, prefix):
    limiter = RedisLimiter(TokenBucket, SLOW, cluster_client, prefix=prefix)
    limiter.hit("key")
    for step, remaining in stages(Move(nodes, key_slot(b"key"))):
        step()
        assert limiter.hit("key").remaining == remaining
    assert not limiter.allow("key")


def test_a_key_keeps_its_count_in_asyncio_while_its_slot_moves(nodes, prefix, package):
    async def follow():
        async with async_client(nodes, package) as client:
            limiter = AsyncRedisLimiter(TokenBucket, SLOW, client, prefix=prefix)
            await limiter.hit("key")
            for step, remaining in stages(Move(nodes, key_slot(b"key"))):
                step()
                assert (await limiter.hit("key")).remaining == remaining
            assert not await limiter.allow("key")

    asyncio.run(follow())


def test_many_hits_keep_their_order_while_a_slot_moves(nodes, cluster_client, prefix):
    limiter = RedisLimiter(TokenBucket, SLOW, cluster_client, prefix=prefix)
    limiter.hit_many(KEYS)
    move = Move(nodes, key_slot(KEYS[0].encode()))
    for step in (move.begin, move.move_keys, move.end):
        step()
        keys = [KEYS[0], *KEYS[1:], KEYS[0]]
        assert [decision.remaining for decision in limiter.hit_many(keys)][:: len(KEYS)] == [4 - 1, 3 - 1]
        limiter.reset(KEYS[0])
        limiter.hit(KEYS[0])
    move.settle()


def test_a_key_that_is_new_while_its_slot_moves_is_one_key(nodes, cluster_client, prefix):
    limiter = RedisLimiter(TokenBucket, SLOW, cluster_client, prefix=prefix)
    move = Move(nodes, key_slot(b"new"))
    move.begin()
    assert [limiter.allow("new") for _ in range(3)] == [True] * 3
    move.end()
    assert [limiter.allow("new") for _ in range(3)] == [True, True, False]
    move.settle()


def test_the_node_that_a_reply_names_is_asked_though_the_map_is_stale(nodes, cluster_client, prefix, monkeypatch):
    """It takes a while until every node knows of a move, and the one asked for the map may not."""
    limiter = RedisLimiter(TokenBucket, SLOW, cluster_client, prefix=prefix)
    limiter.hit("key")
    move = Move(nodes, key_slot(b"key"))
    monkeypatch.setattr(cluster_client.nodes_manager, "initialize", lambda: None)
    move.begin()
    move.end()
    assert [limiter.hit("key").remaining for _ in range(3)] == [3, 2, 1]
    move.settle()


def test_a_client_that_reads_from_replicas_finds_a_primary_that_became_one(nodes, prefix):
    """On its connections, a replica runs a script up to the first key, where another node would redirect the client."""
    reading = LoadBalancingStrategy.ROUND_ROBIN
    with RedisCluster(HOST, nodes.nodes[0].port, socket_timeout=5, load_balancing_strategy=reading) as client:
        limiter = RedisLimiter(TokenBucket, SLOW, client, prefix=prefix)
        limiter.hit("key")
        old = nodes.owner(key_slot(b"key"))
        new = nodes.replica(old)
        new.ask("CLUSTER FAILOVER")
        until(lambda: new.role() == "master" and old.role() == "slave")
        assert [limiter.hit("key").remaining for _ in range(4)] == [3, 2, 1, 0]
        assert not limiter.allow("key")
    until(nodes.settled)
