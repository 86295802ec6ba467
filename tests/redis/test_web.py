"""The middleware with limiters on Redis: several processes have one count, and each request is one decision."""

import asyncio
import re
from functools import partial
from uuid import uuid4

import pytest
from redis import Redis
from redis import asyncio as redis_asyncio

from katas.grader.kata import ROOT
from ratelimit import AsyncObservedLimiter
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter
from ratelimit.web import Policy, RateLimitMiddleware, WSGIRateLimitMiddleware
from tests.web.asgi_server import app_of, scope_of, serve

CLIENT = Policy("client", "3/day")
EVERYBODY = Policy("everybody", "5/day", by="everybody")


def asked(url, prefix, requests, **options):
    """Ask two middlewares in turn, as if they were in two processes; return the answers."""

    async def main():
        async with redis_asyncio.from_url(url) as one, redis_asyncio.from_url(url) as other:
            apps = [
                RateLimitMiddleware(
                    app_of(), new_limiter=partial(AsyncRedisLimiter, client=client, prefix=prefix), **options
                )
                for client in (one, other)
            ]
            return [
                await serve(apps[number % 2], scope_of(path, client=(f"192.0.2.{peer}", 1)))
                for number, (peer, path) in enumerate(requests)
            ]

    return asyncio.run(main())


def test_processes_have_one_count_and_a_refusal_counts_in_no_policy(url, prefix):
    answers = asked(url, prefix, [(peer, "/") for peer in (1, 1, 1, 1, 1, 2, 2, 3)], limits=[CLIENT, EVERYBODY])
    assert [answer.status for answer in answers] == [200, 200, 200, 429, 429, 200, 200, 429]
    assert answers[3].json()["violated-policies"] == ["client"]
    assert answers[7].json()["violated-policies"] == ["everybody"]
    assert answers[0].header("ratelimit-policy") == '"client";q=3;w=86400, "everybody";q=5;w=86400'
    assert answers[0].header("ratelimit").startswith('"client";r=2;t=')


def test_sets_of_policies_share_the_counters_that_they_have_in_common(url, prefix):
    sets = {"/both": [CLIENT, EVERYBODY], "/client": CLIENT, "/everybody": EVERYBODY}
    requests = [(1, "/both"), (1, "/client"), (1, "/client"), (1, "/both"), (1, "/client")]
    requests += [(2, "/everybody")] * 4 + [(2, "/both"), (2, "/client"), (3, "/everybody")]
    answers = asked(url, prefix, requests, limits=lambda scope: sets[scope["path"]])
    assert [answer.status for answer in answers] == [200] * 3 + [429] * 2 + [200] * 4 + [429, 200, 429]


def test_limits_that_are_alike_count_apart(url, prefix):
    account = Policy("account", "3/day", by=lambda scope: scope["path"])
    requests = [(1, "/ann"), (1, "/bob"), (2, "/ann"), (1, "/ann"), (1, "/bob"), (3, "/ann")]
    answers = asked(url, prefix, requests, limits=[CLIENT, account])
    assert [answer.status for answer in answers] == [200] * 4 + [429] * 2
    assert [answer.json()["violated-policies"] for answer in answers[4:]] == [["client"], ["account"]]


def test_a_failed_response_is_given_back_in_each_policy(url, prefix):
    async def main():
        async with redis_asyncio.from_url(url) as client:
            new_limiter = partial(AsyncRedisLimiter, client=client, prefix=prefix)
            options = {"new_limiter": new_limiter, "settle": lambda scope, status: 0 if status == 503 else 3}
            failing = RateLimitMiddleware(app_of(503), [CLIENT, EVERYBODY], **options)
            working = RateLimitMiddleware(app_of(200), [CLIENT, EVERYBODY], **options)
            return [(await serve(app)).status for app in (failing, failing, failing, failing, working, working)]

    assert asyncio.run(main()) == [503] * 4 + [200, 429]


def test_limiters_may_be_observed(url, prefix):
    told = []

    async def main():
        async with redis_asyncio.from_url(url) as client:

            def new_limiter(*limits, **options):
                limiter = AsyncRedisLimiter(*limits, client, prefix=prefix, **options)
                return AsyncObservedLimiter(limiter, lambda key, decision, *_: told.append((key, decision.allowed)))

            app = RateLimitMiddleware(app_of(), Policy("one", "1/day"), new_limiter=new_limiter)
            return [(await serve(app)).status for _ in range(2)]

    assert asyncio.run(main()) == [200, 429]
    assert told == [('client 192.0.2.1}"one"', True), ('client 192.0.2.1}"one"', False)]


def test_keys_in_redis_can_be_told_by_policy_and_client(url, client, prefix):
    asked(url, prefix, [(1, "/")], limits=Policy("api", "3/day; 1/second"))
    assert sorted(key.decode().removeprefix(prefix) for key in client.scan_iter(match=f"{prefix}*")) == [
        ':token_bucket:1/1000000/1{client 192.0.2.1}"api"}', ':token_bucket:3/86400000000/3{client 192.0.2.1}"api"}',
    ]  # fmt: skip


def test_the_same_holds_for_wsgi(client, prefix):
    app = WSGIRateLimitMiddleware(
        lambda environ, start: start("200 OK", []) or [], [CLIENT, EVERYBODY],
        new_limiter=partial(RedisLimiter, client=client, prefix=prefix),
    )  # fmt: skip
    statuses = []
    for peer in (1, 1, 1, 1, 2, 2, 3):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "REMOTE_ADDR": f"192.0.2.{peer}"}
        app(environ, lambda status, headers: statuses.append(status[:3]))
    assert statuses == ["200"] * 3 + ["429"] + ["200"] * 2 + ["429"]


def test_the_program_in_the_guide_counts_on_redis(server):
    guide = (ROOT / "docs" / "web.md").read_text(encoding="utf-8")
    programs = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    code, names = "\n".join(programs[number] for number in (0, 2, 5)), {}
    exec(code.replace("Redis(socket", f"Redis(port={server.port}, socket"), names)  # noqa: S102  our own

    async def main():
        answers = [await serve(names["app"], scope_of(headers=[("x-api-key", "a")])) for _ in range(2)]
        await names["redis"].aclose()
        return answers

    answers = asyncio.run(main())
    assert [answer.status for answer in answers] == [200, 200]
    assert '"key 1000/day";r=998;' in answers[1].header("ratelimit")
    with Redis(port=server.port) as client:
        assert len(client.keys("ratelimit:*")) == 3


@pytest.mark.parametrize(("on_error", "status"), [("open", 200), ("closed", 503)])
def test_while_redis_is_away_on_error_decides_and_afterwards_redis_does(server, on_error, status):
    async def main():
        async with redis_asyncio.Redis(port=server.port, socket_timeout=5) as client:
            new_limiter = partial(AsyncRedisLimiter, client=client)
            app = RateLimitMiddleware(app_of(), Policy("one", "1/day"), new_limiter=new_limiter, on_error=on_error)
            before = await serve(app)
            server.stop()
            away = await serve(app)
            server.start()
            return [before, away, await serve(app)]

    before, away, after = asyncio.run(main())
    assert [before.status, away.status, after.status] == [200, status, 200]
    assert [answer.header("ratelimit") is None for answer in (before, away, after)] == [False, True, False]


def test_what_the_limiter_itself_decides_while_redis_is_away_has_no_fields(server):
    port = server.port

    async def main(on_error):
        async with redis_asyncio.Redis(port=port, socket_timeout=5) as client:
            new_limiter = partial(AsyncRedisLimiter, client=client, on_error=on_error)
            return await serve(RateLimitMiddleware(app_of(), Policy("one", "1/day"), new_limiter=new_limiter))

    server.stop()
    passed, refused = (asyncio.run(main(on_error)) for on_error in ("allow", "deny"))
    assert (passed.status, refused.status, refused.header("retry-after")) == (200, 503, "1")
    assert passed.header("ratelimit") is refused.header("ratelimit") is None


def test_policies_that_count_the_same_are_in_one_slot_of_a_cluster(cluster_client):
    new_limiter = partial(RedisLimiter, client=cluster_client, prefix=f"ratelimit-katas-test-{uuid4().hex}")
    statuses = []
    app = WSGIRateLimitMiddleware(
        lambda environ, start: start("200 OK", []) or [],
        [Policy("burst", "2/second"), Policy("daily", "1/day")],
        new_limiter=new_limiter,
        on_error="closed",
    )
    for _ in range(2):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "REMOTE_ADDR": "192.0.2.1"}
        app(environ, lambda status, headers: statuses.append(status[:3]))
    assert statuses == ["200", "429"]


@pytest.mark.parametrize("on_error", ["raise", "allow", "deny"])
def test_who_finds_no_connection_does_not_pass_without_a_limit(url, prefix, on_error):
    client = Redis.from_url(url, max_connections=1)
    new_limiter = partial(RedisLimiter, client=client, prefix=prefix, on_error=on_error)
    app = WSGIRateLimitMiddleware(lambda environ, start: start("200 OK", []) or [], CLIENT, new_limiter=new_limiter)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "REMOTE_ADDR": "192.0.2.1"}

    def status():
        told = []
        list(app(environ, lambda status, headers, error=None: told.append(status[:3])))
        return told[0]

    taken = client.connection_pool.get_connection()
    assert [status() for _ in range(4)] == ["503"] * 4
    client.connection_pool.release(taken)
    assert [status() for _ in range(4)] == ["200"] * 3 + ["429"]
    client.close()
