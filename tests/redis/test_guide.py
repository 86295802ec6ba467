"""What docs/redis.md says is true."""

import ast
import asyncio
import re

import pytest
from redis import Redis

import ratelimit
from katas.grader.kata import ROOT
from ratelimit import Quota
from ratelimit.redis import RedisLimiter

GUIDE = (ROOT / "docs" / "redis.md").read_text(encoding="utf-8")
NAMES = ("FixedWindow", "SlidingLog", "SlidingWindowCounter", "TokenBucket", "LeakyBucket", "GCRA")


@pytest.mark.parametrize("name", NAMES)
def test_the_rights_that_it_lists_are_enough(name, server):
    rights = re.search(r"^ACL SETUSER limiter .*?(?=^```)", GUIDE, re.DOTALL | re.MULTILINE)[0]
    with Redis(port=server.port) as admin, Redis(port=server.port, username="limiter", password="secret") as client:  # noqa: S106  a server of this test's own
        admin.execute_command(*rights.split())
        limiter = RedisLimiter(getattr(ratelimit, name), Quota.per_day(2), client)
        limiter.reset("x")
        assert [limiter.allow("x") for _ in range(3)] == [True, True, False]
        assert not limiter.peek("x")
        limiter.refund("x")
        limiter.refund("x", 5)
        assert limiter.peek("x")[:2] == (True, 2)
        limiter.charge("x", 3)
        assert [decision.allowed for decision in limiter.hit_many(["x", "y"])] == [False, True]
        assert limiter.hit("y", 2, Quota(3, limiter.quota.period))
        several = RedisLimiter(getattr(ratelimit, name), [limiter.quota, Quota.per_day(5)], client)
        several.reset("x")
        assert several.hit("x", 2)
        assert not several.allow("x")
        several.refund("x", 5)
        several.charge("x")


@pytest.mark.parametrize("name", NAMES)
def test_a_key_is_named_and_holds_what_it_says(name, client, prefix):
    limiter = RedisLimiter(getattr(ratelimit, name), Quota.per_day(2), client, prefix=prefix)
    limiter.hit("x")
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    key = f"{prefix}:{snake}:2/86400000000/2{{x}}"
    assert client.exists(key)
    if name != "SlidingLog":
        words = re.search(rf"^\| `{snake}` \| `([^`]+)`", GUIDE, re.MULTILINE)[1]
        assert len(client.get(key).split()) == len(words.split())


@pytest.mark.parametrize("name", NAMES[3:])
def test_a_key_that_is_kept_in_another_quota_names_it_behind_its_state(name, client, prefix):
    limiter = RedisLimiter(getattr(ratelimit, name), Quota.per_day(2), client, prefix=prefix)
    limiter.hit("x", quota=Quota.per_hour(30, burst=7))
    [key] = client.scan_iter(match=f"{prefix}*")
    assert "has that quota's `limit period\nburst` behind these two" in GUIDE
    assert client.get(key).split()[2:] == [b"1", b"120000000", b"7"]
    limiter.hit("x")
    assert len(client.get(key).split()) == 2


def test_its_examples_run_in_their_order(server):
    blocks = [block for block in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL) if "10.0.0.1" not in block]
    port = server.port
    code = "\n".join(blocks)
    for call in ("redis.Redis(socket", "redis.asyncio.Redis(socket", "BlockingConnectionPool(max"):
        assert call in code
        code = code.replace(call, call.replace("(", f"(port={port}, "))
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    names = {}
    asyncio.run(_run(compile(code, "redis.md", "exec", flags=flags), names))
    assert names["headers"] == {"RateLimit-Remaining": "14"}


async def _run(code, names):
    done = eval(code, names)  # noqa: S307  our own
    if done is not None:
        await done
    await names["async_client"].aclose()
