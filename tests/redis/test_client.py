"""Clients in several processes keep to one limit on Redis."""

import asyncio
import re

import httpx
from redis import Redis
from redis import asyncio as redis_asyncio

from katas.grader.kata import ROOT
from ratelimit import Quota, TokenBucket
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter
from ratelimit.web.client import Pace
from ratelimit.web.client.httpx import AsyncPacedTransport, PacedTransport
from tests.web.asgi_server import app_of

QUOTA = Quota.parse("10/hour")
URL = "http://service.example/"


def test_clients_for_asyncio_share_a_limit(url, prefix):
    async def main():
        async with redis_asyncio.from_url(url) as one, redis_asyncio.from_url(url) as other:
            limiters = [AsyncRedisLimiter(TokenBucket, QUOTA, client, prefix=prefix) for client in (one, other)]
            transports = [
                AsyncPacedTransport(Pace(limiter=limiter), httpx.ASGITransport(app_of())) for limiter in limiters
            ]
            clients = [httpx.AsyncClient(transport=transport) for transport in transports]
            answers = await asyncio.gather(*[clients[number % 2].get(URL) for number in range(10)])
            return [answer.status_code for answer in answers], (await limiters[0].peek("service.example:80")).remaining

    statuses, left = asyncio.run(main())
    assert statuses == [200] * 10
    assert left == 0


def test_plain_clients_share_a_limit(url, prefix):
    with Redis.from_url(url) as client:
        limiter = RedisLimiter(TokenBucket, QUOTA, client, prefix=prefix)
        transport = httpx.MockTransport(lambda _: httpx.Response(200))
        for _ in range(2):
            with httpx.Client(transport=PacedTransport(Pace(limiter=limiter), transport)) as each:
                assert [each.get(URL).status_code for _ in range(3)] == [200] * 3
        assert limiter.peek("service.example:80").remaining == 4


def test_the_program_in_the_guide_shares_a_limiter(server):
    guide = (ROOT / "docs" / "client.md").read_text(encoding="utf-8")
    programs = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    imports, names = programs[0].partition("pace = ")[0], {}
    (program,) = (each for each in programs if "RedisLimiter" in each)
    exec(imports + program.replace("Redis(socket", f"Redis(port={server.port}, socket"), names)  # noqa: S102  our own
    decisions = [names["limiter"].hit("api.example.com:443") for _ in range(3)]
    assert [decision.allowed for decision in decisions] == [True] * 3
    assert not any(decision.degraded for decision in decisions)
    names["redis"].close()
