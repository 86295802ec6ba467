"""After a failover, a name leads to the new primary: connections to the old one are given up."""

from contextlib import closing
from threading import Barrier, Thread

import pytest
from redis import Redis

from katas.grader.redis.servers.wait_until import until
from ratelimit import Quota, TokenBucket

QUOTA = Quota.per_day(100)
CONNECTIONS = 4


@pytest.fixture
def fail_over(admin, proxy, replica):
    """Make the replica the primary, and the primary its replica; the name leads to the new primary."""

    def fail_over():
        with closing(Redis(port=replica.port)) as behind:
            admin.wait(1, 5000)
            behind.replicaof("NO", "ONE")
            proxy.lead_to(replica)
            admin.replicaof("127.0.0.1", replica.port)
            until(lambda: admin.info("replication")["master_link_status"] == "up")

    return fail_over


@pytest.fixture(params=[2, 3])
def proxied_client(style, proxy, request):
    return style.client(proxy.connection_url, protocol=request.param)


def occupy(limiter, proxy):
    """Use as many connections at the same time."""
    before, proxy.hold = proxy.replies, CONNECTIONS
    users = [Thread(target=limiter.hit, args=("other",), daemon=True) for _ in range(CONNECTIONS)]
    for number, user in enumerate(users, 1):  # one after another: tasks that ask at once share a connection
        user.start()
        until(lambda: proxy.replies == before + number)  # noqa: B023
    proxy.free()
    for user in users:
        user.join(20)
    assert proxy.connections >= CONNECTIONS


@pytest.mark.parametrize("on_error", ["raise", "allow"])
def test_no_call_fails_after_a_failover_however_many_connections_lead_to_the_old_primary(
    make, proxied_client, proxy, fail_over, on_error
):
    limiter = make(TokenBucket, QUOTA, proxied_client, on_error=on_error)
    assert limiter.hit("key").remaining == 99
    occupy(limiter, proxy)
    fail_over()
    start, hits = Barrier(CONNECTIONS), []

    def ask():
        start.wait(20)
        hits.extend(limiter.hit("key").remaining for _ in range(5))

    askers = [Thread(target=ask, daemon=True) for _ in range(CONNECTIONS)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(20)
    assert sorted(hits) == list(range(99 - 5 * CONNECTIONS, 99))
    assert [hit.remaining for hit in limiter.hit_many(["key", "new", "key"])] == [78, 99, 77]
    limiter.reset("key")
    assert limiter.peek("key").remaining == 100
