"""A signal handler may raise at any moment of a blocking call: that call has then happened, or it has not.

The connection, the locks, the circuit breaker and what is remembered are as if nothing had been interrupted.
"""

from contextlib import closing, suppress
from threading import Thread

import pytest
import redis
import valkey
from redis.crc import key_slot

from katas.grader.keyed.meters import Dial
from katas.grader.redis.servers.node import HOST
from ratelimit import FixedWindow, Keys, Quota, TokenBucket
from ratelimit.redis import RedisLimiter
from tests.redis.conftest import NOON
from tests.redis.interruption import Interrupted, Interruption

NO_HANG = 30  # seconds
HOUR = 3600 * 10**9  # ns
QUOTA = Quota(4, HOUR)
FASTER = Quota(10_000, HOUR)  # 360 ms for a unit
ONE = TokenBucket, QUOTA
SEVERAL = [TokenBucket, FixedWindow], [QUOTA, Quota(6, 24 * HOUR)]
KEYS = "used", "spent", "refused", "new"

CALLS = {
    "hit": lambda limiter: limiter.hit("used"),
    "allow a new key": lambda limiter: limiter.allow("new"),
    "allow what is refused": lambda limiter: limiter.allow("spent"),
    "allow what was refused": lambda limiter: limiter.allow("refused"),
    "peek": lambda limiter: limiter.peek("used"),
    "hit many": lambda limiter: limiter.hit_many(["used", "spent", "new", "refused", "used"]),
    "refund": lambda limiter: limiter.refund("refused", 2),
    "charge": lambda limiter: limiter.charge("used", 7),
    "reset": lambda limiter: limiter.reset("refused"),
}
CALLS_IN_OTHER_QUOTA = {
    "hit in another quota what was refused": lambda limiter: limiter.hit("refused", quota=FASTER),
}
CALLS_FOR_A_KEY_EACH = {
    "hit for a key each": lambda limiter: limiter.hit(Keys("used", "new")),
    "reset a key each": lambda limiter: limiter.reset(Keys("used", "refused")),
}
EVERY_CALL = [
    *(pytest.param(*ONE, call, id=name) for name, call in (CALLS | CALLS_IN_OTHER_QUOTA).items()),
    *(pytest.param(*SEVERAL, call, id=f"{name}-2", marks=pytest.mark.slow) for name, call in CALLS.items()),
    *(pytest.param(*SEVERAL, call, id=name) for name, call in CALLS_FOR_A_KEY_EACH.items()),
]


@pytest.fixture(params=[redis, pytest.param(valkey, marks=pytest.mark.slow)], ids=lambda package: package.__name__)
def one_connection(request, url):
    """A client with one connection: if that is lost, the next call fails."""
    with closing(request.param.Redis.from_url(url, max_connections=1, socket_timeout=20)) as client:
        yield client


@pytest.fixture
def cluster_client(package, nodes):
    """A cluster's client with one connection to each node."""
    with closing(package.RedisCluster(HOST, nodes.nodes[0].port, max_connections=1, socket_timeout=20)) as client:
        yield client


def interrupt(call, limiter, moment):
    """Return whether the call was interrupted at that moment; else it is shorter."""
    with Interruption(moment) as interruption, suppress(Interrupted):
        call(limiter)
        assert interruption.left >= 0  # nothing swallows it
    return interruption.left < 0


def story(limiter):
    """Spend some units of each key but one, and have one refusal remembered."""
    limiter.hit("used", 1)
    limiter.hit_many(["spent", "refused"], 4)
    limiter.hit("refused")


def later(limiter, dial):
    """Return what is answered from then on."""
    answers = [limiter.peek(key) for key in KEYS]
    for passed in (0, HOUR // 10_000):
        dial.now += passed
        answers += limiter.hit_many(KEYS)
    return answers


@pytest.mark.parametrize(("algorithm", "quota", "call"), EVERY_CALL)
def test_an_interrupted_call_has_happened_or_not(one_connection, prefix, algorithm, quota, call):
    def ends(name, moment):
        dial = Dial(NOON)
        limiter = RedisLimiter(algorithm, quota, one_connection, prefix=f"{prefix}{name}", clock=dial, remember=10)
        story(limiter)
        if name == "done":
            call(limiter)
        elif moment is not None and not interrupt(call, limiter, moment):
            return None
        return later(limiter, dial)

    possible = [ends("undone", None), ends("done", None)]
    moments = 0
    while (end := ends(moments, moments)) is not None:
        assert end in possible, moments
        moments += 1
    assert moments > 10


@pytest.mark.parametrize("prepare", ["script_flush", "client_kill_filter"])
def test_a_call_that_loads_the_script_or_connects_anew_has_happened_or_not_too(one_connection, prefix, client, prepare):
    def ends(moment):
        limiter = RedisLimiter(TokenBucket, QUOTA, one_connection, prefix=f"{prefix}{moment}", clock=Dial(NOON))
        client.script_flush() if prepare == "script_flush" else one_connection.connection_pool.disconnect()
        interrupted = interrupt(lambda limiter: limiter.hit("key"), limiter, moment)
        return [interrupted, *(limiter.peek(key).remaining for key in ("key", "new"))]

    moments = 0
    while (end := ends(moments))[0]:
        assert end in ([True, 3, 4], [True, 4, 4])
        moments += 1
    assert end == [False, 3, 4]


@pytest.mark.parametrize("pool", ["ConnectionPool", "BlockingConnectionPool"])
@pytest.mark.parametrize("raised", [Interrupted, RuntimeError, TimeoutError])
@pytest.mark.parametrize("package", [redis, valkey], ids=lambda package: package.__name__)
def test_a_connection_is_not_used_half_connected(package, url, prefix, pool, raised):
    """... in another database than the client's: the handler raises before that is selected."""
    moments = 0

    def connection_that_raises(kind):
        class Connection(kind):
            def send_command(self, *arguments, **options):
                nonlocal moments
                if arguments[0] == "SELECT" and not moments:
                    moments += 1
                    raise raised
                super().send_command(*arguments, **options)

        return Connection

    connections = getattr(package, pool).from_url(url, db=3)
    connections.connection_class = connection_that_raises(connections.connection_class)
    with closing(getattr(package, package.__name__.capitalize())(connection_pool=connections)) as client:
        limiter = RedisLimiter(*ONE, client, prefix=prefix)
        with pytest.raises(raised):
            limiter.hit("key")
        assert limiter.hit("key").remaining == 3
        assert moments == 1
        with closing(redis.Redis.from_url(url, db=3)) as other:
            limiter = RedisLimiter(*ONE, other, prefix=prefix)
            assert limiter.peek("key").remaining == 3
            limiter.reset("key")


@pytest.mark.parametrize("failures", [1, 2])
def test_an_interrupted_call_leaves_no_breaker_half_done(proxy, prefix, failures):
    """... while the server is back after the first failure, or fails again."""
    with closing(redis.Redis.from_url(proxy.connection_url, retry=None, max_connections=1)) as client:
        limiter = RedisLimiter(TokenBucket, Quota.per_day(10**6), client, prefix=prefix, on_error="deny", pause=1e-6)
        moment, interrupted = 0, True
        while interrupted:
            proxy.cut = failures
            assert limiter.hit("key").degraded
            interrupted = interrupt(lambda limiter: limiter.hit("key"), limiter, moment)
            proxy.cut = 0
            assert not limiter.hit("key").degraded
            moment += 1
        assert moment > 50


@pytest.mark.parametrize("stale", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_call_to_a_cluster_has_happened_or_not_too(cluster_client, prefix, stale):
    """... and another thread is not kept from asking which node serves a slot."""
    keys = ["a", "b", "c"]
    one, other, _ = (cluster_client.get_node_from_key(key) for key in keys)
    assert one != other

    def mislead():
        if stale:
            cluster_client.nodes_manager.slots_cache[key_slot(b"a")] = [other]

    def ends(moment):
        limiter = RedisLimiter(TokenBucket, QUOTA, cluster_client, prefix=f"{prefix}{moment}", clock=Dial(NOON))
        mislead()
        interrupted = interrupt(lambda limiter: limiter.hit_many(keys), limiter, moment)
        mislead()
        answers = []
        thread = Thread(target=lambda: answers.extend(limiter.hit_many(keys)), daemon=True)
        thread.start()
        thread.join(NO_HANG)
        return interrupted, [answer.remaining for answer in answers]

    moment = 0
    while (end := ends(moment))[0]:
        assert len(end[1]) == 3
        assert {*end[1]} <= {2, 3}
        moment += 1
    assert end[1] == [2, 2, 2]
