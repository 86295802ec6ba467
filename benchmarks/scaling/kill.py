"""What a cluster of three primaries and three replicas does when a primary dies.

Replication is asynchronous: a primary answers before its replica has heard. What it had granted, and not passed on,
is granted once more by the replica that takes over. So a key gets no more above its limit than the dead node granted it
after the replica heard last, and never more than its whole capacity once more for each failover.

A process that is killed loses next to nothing, as the system still delivers what it wrote: here the link is cut first.
"""

import time
from contextlib import closing
from typing import Any, NamedTuple
from uuid import uuid4

from redis import RedisCluster
from redis.crc import key_slot

from benchmarks.scaling.traffic import Traffic
from katas.grader.redis.servers.cluster import Cluster
from katas.grader.redis.servers.node import HOST, Node
from katas.grader.redis.servers.wait_until import until
from ratelimit import Quota, TokenBucket
from ratelimit.redis import RedisLimiter

NOON = 1_764_000_000_000_000  # us: the clock stands still, so that no refill blurs the counts
KEYS = [f"user {number}" for number in range(300)]
THREADS = 4


class Failover(NamedTuple):
    """One failover under traffic. Units are those of the keys of the node that died."""

    promoted: float  # seconds from the kill until the replica took over
    answered: float  # seconds from the kill until the limiter heard from it
    longest: float  # seconds that the longest call of all took
    errors: int  # calls that raised: a unit of each may have been granted
    keys: int
    capacity: int  # units that a key has
    unheard: int  # units that were granted while the replica heard nothing
    over: int  # units granted above the capacity
    most_over: int  # the same for one key
    bounded: bool  # whether no key has more over than was unheard of it, nor more than its capacity


def failover(
    nodes: Cluster, *, capacity: int = 20, heard: int = 1000, unheard: int = 0, careful: bool = False
) -> Failover:
    """Kill a primary amid traffic, and count what is granted above the limit.

    heard, unheard: calls before the kill, and how many of the last of them its replica hears nothing of.
    careful: whether a primary without a replica that hears it refuses to write (min-replicas-to-write).
    """
    doomed = nodes.primaries()[0]
    heir = nodes.replica(doomed)
    owners = nodes.owners()
    keys = [key for key in KEYS if owners[key_slot(key.encode())] is doomed]
    with closing(RedisCluster(HOST, heir.port, socket_timeout=2, socket_connect_timeout=2)) as client:
        quota = Quota(capacity, 10**15)
        limiter = RedisLimiter(TokenBucket, quota, client, prefix=uuid4().hex, clock=lambda: NOON)
        if careful:
            doomed.ask("CONFIG SET", "min-replicas-to-write", 1)
        with Traffic(limiter, KEYS, THREADS) as traffic:
            traffic.go_on(heard)
            before = traffic.granted.copy()
            if unheard:
                _cut(doomed, heir)
                traffic.go_on(unheard)
            killed = time.monotonic()
            doomed.kill()
            traffic.go_on(2 * THREADS)  # until each of them has heard what was still on its way
            lost = traffic.granted.copy() - before  # a copy: the threads go on
            until(lambda: heir.role() == "master")
            promoted = time.monotonic() - killed
            until(lambda: traffic.first_answer(keys, killed + promoted / 2) > 0, what="an answer")
            answered = traffic.first_answer(keys, killed + promoted / 2) - killed
            traffic.go_on(1000)
        _mend(nodes, doomed, heir)
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
        unheard=sum(lost[key] for key in keys) if unheard else 0,
        over=sum(over.values()),
        most_over=max(over.values()),
        bounded=all(units <= min(capacity, lost[key] if unheard else capacity) for key, units in over.items()),
    )


def _cut(primary: Node, replica: Node) -> None:
    """End replication, and nothing else: the replica can't log in any more, and is still up for election."""
    replica.ask("CONFIG SET", "masteruser", "nobody", "masterauth", "none")
    primary.ask("CLIENT KILL", "TYPE", "replica")
    until(lambda: primary.ask("INFO", "replication")["connected_slaves"] == 0, what="the end of replication")


def _mend(nodes: Cluster, dead: Node, heir: Node) -> None:
    heir.ask("CONFIG SET", "masteruser", "", "masterauth", "")
    dead.start()
    until(nodes.settled)


CASES: dict[str, dict[str, Any]] = {  # what precedes the kill
    "traffic": {},
    "replication cut": {"unheard": 1000},
    "cut before all": {"heard": 0, "unheard": 10_000, "capacity": 5},
    "cut, min-replicas-to-write 1": {"unheard": 1000, "careful": True},
}
