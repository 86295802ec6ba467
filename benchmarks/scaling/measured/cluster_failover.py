"""What a cluster of three primaries and three replicas does when a primary dies.

Replication is asynchronous: a primary answers before its replica knows. Units that it granted, but did not replicate,
are granted again by the replica that takes over. So a key gets no more above its limit than the dead node granted
after its last replication, and never more than one capacity for each failover.

A killed process loses almost nothing, as the system still delivers what it wrote: so here the link is cut first.
"""

import time
from contextlib import closing
from typing import Any, NamedTuple
from uuid import uuid4

from redis import RedisCluster
from redis.crc import key_slot

from benchmarks.scaling.measured.concurrent_traffic import Traffic
from katas.grader.redis.servers.cluster import Cluster
from katas.grader.redis.servers.node import HOST, Node
from katas.grader.redis.servers.wait_until import until
from ratelimit import Quota, TokenBucket
from ratelimit.redis import RedisLimiter

NOON = 1_764_000_000_000_000_000  # ns: the clock stands still, so that no refill changes the counts
KEYS = [f"user {number}" for number in range(300)]
THREADS = 4


class Failover(NamedTuple):
    """One failover under traffic. Units are those of the keys of the node that died."""

    promoted: float  # seconds from the kill until the replica took over
    answered: float  # seconds from the kill until it answered the limiter
    longest: float  # seconds that the longest call of all took
    errors: int  # calls that raised: a unit of each may have been granted
    keys: int
    capacity: int  # units that a key has
    not_replicated: int  # units granted after replication was cut
    over: int  # units granted above the capacity
    most_over: int  # the same for one key
    bounded: bool  # whether no key got more above its capacity than was not replicated, nor one capacity more


def failover(
    nodes: Cluster, *, capacity: int = 20, replicated: int = 1000, not_replicated: int = 0, min_replicas: bool = False
) -> Failover:
    """Kill a primary during traffic, and count what is granted above the limit.

    replicated, not_replicated: calls before the kill, while replication works and after it is cut.
    min_replicas: whether a primary without a connected replica refuses to write (min-replicas-to-write).
    """
    dying = nodes.primaries()[0]
    replica = nodes.replica(dying)
    owners = nodes.owners()
    keys = [key for key in KEYS if owners[key_slot(key.encode())] is dying]
    with closing(RedisCluster(HOST, replica.port, socket_timeout=2, socket_connect_timeout=2)) as client:
        quota = Quota(capacity, 10**15)
        limiter = RedisLimiter(TokenBucket, quota, client, prefix=uuid4().hex, clock=lambda: NOON)
        if min_replicas:
            dying.ask("CONFIG SET", "min-replicas-to-write", 1)
        with Traffic(limiter, KEYS, THREADS) as traffic:
            traffic.go_on(replicated)
            before = traffic.granted.copy()
            if not_replicated:
                _cut_replication(dying, replica)
                traffic.go_on(not_replicated)
            killed = time.monotonic()
            dying.kill()
            traffic.go_on(2 * THREADS)  # until each of them has the replies still on their way
            unreplicated = traffic.granted.copy() - before  # a copy: the threads go on
            until(lambda: replica.role() == "master")
            promoted = time.monotonic() - killed
            until(lambda: traffic.first_answer(keys, killed + promoted / 2) > 0, what="an answer")
            answered = traffic.first_answer(keys, killed + promoted / 2) - killed
            traffic.go_on(1000)
        _restore(nodes, dying, replica)
        left = [key for key in keys for _ in range(capacity)]
        for key, decision in zip(left, limiter.hit_many(left), strict=True):
            traffic.granted[key] += decision.allowed
    over = {key: max(0, traffic.granted[key] - capacity) for key in keys}
    return Failover(
        promoted=promoted,
        answered=answered,
        longest=traffic.longest,
        errors=sum(traffic.errors[key] for key in keys),
        keys=len(keys),
        capacity=capacity,
        not_replicated=sum(unreplicated[key] for key in keys) if not_replicated else 0,
        over=sum(over.values()),
        most_over=max(over.values()),
        bounded=all(over[key] <= min(capacity, unreplicated[key] if not_replicated else capacity) for key in keys),
    )


def _cut_replication(primary: Node, replica: Node) -> None:
    """End replication, and nothing else: the replica can't log in any more, and is still up for election."""
    replica.ask("CONFIG SET", "masteruser", "nobody", "masterauth", "none")
    primary.ask("CLIENT KILL", "TYPE", "replica")
    until(lambda: primary.ask("INFO", "replication")["connected_slaves"] == 0, what="the end of replication")


def _restore(nodes: Cluster, dead: Node, replica: Node) -> None:
    replica.ask("CONFIG SET", "masteruser", "", "masterauth", "")
    dead.start()
    until(nodes.settled)


CASES: dict[str, dict[str, Any]] = {  # what precedes the kill
    "traffic": {},
    "replication cut": {"not_replicated": 1000},
    "cut before all": {"replicated": 0, "not_replicated": 10_000, "capacity": 5},
    "cut, min-replicas-to-write 1": {"not_replicated": 1000, "min_replicas": True},
}
