"""redis-py and valkey-py: a limiter takes the clients of either, and needs only the one that it is given."""

import subprocess
import sys

import pytest

from ratelimit import Quota, TokenBucket

HIDE = "import sys; sys.modules['{}'] = None\n"
DECIDE = """
import asyncio
import {0}, {0}.asyncio
from ratelimit import Quota, TokenBucket
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter

async def main():
    async with {0}.asyncio.{1}.from_url({2!r}) as client:
        limiter = AsyncRedisLimiter(TokenBucket, Quota.per_day(2), client, prefix={3!r})
        return [await limiter.allow("key"), await limiter.allow("key")]

with {0}.{1}.from_url({2!r}) as client:
    assert RedisLimiter(TokenBucket, Quota.per_day(2), client, prefix={3!r}).allow("key")
assert asyncio.run(main()) == [True, False]
"""


def run(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("package", "kind", "hidden"), [("redis", "Redis", "valkey"), ("valkey", "Valkey", "redis")])
def test_either_package_is_enough(package, kind, hidden, url, prefix):
    run(HIDE.format(hidden) + DECIDE.format(package, kind, url, prefix))


def test_none_is_imported_before_there_is_a_client():
    run("import sys, ratelimit.redis; assert not {'redis', 'valkey'} & {*sys.modules}")


def test_while_a_server_is_not_asked_the_error_is_of_the_clients_package(style, make):
    limiter = make(TokenBucket, Quota.per_day(1), style.client("redis://127.0.0.1:1"), on_error="allow", pause=60)
    limiter.hit("key")
    with pytest.raises(style.errors.ConnectionError, match="Redis did not answer a moment ago"):
        limiter.reset("key")
