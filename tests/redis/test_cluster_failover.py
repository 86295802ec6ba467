"""A primary dies under traffic: every call ends, the others go on, and the limiter uses the replica."""

import asyncio
import logging
import time
from collections import Counter
from itertools import count
from random import Random
from threading import Event, Thread

import pytest
from redis.crc import key_slot
from redis.exceptions import RedisClusterException, RedisError
from valkey.exceptions import ValkeyClusterException, ValkeyError

from katas.grader.redis.servers.node import HOST
from katas.grader.redis.servers.wait_until import until
from ratelimit import GCRA, Quota
from ratelimit.redis import AsyncRedisLimiter, RedisLimiter

KEYS = [f"user {number}" for number in range(3000)]
PLENTY = Quota(10**6, 10**9)  # units that never run out
NO_HANG = 20  # seconds
TIME_OUT = 5  # seconds: a busy machine may keep a live node waiting for one
ERRORS = (RedisError, RedisClusterException, ValkeyError, ValkeyClusterException)


class Traffic:
    """Calls from threads and from asyncio, until it is stopped, and how each of them ended."""

    def __init__(self, package, nodes, dying, prefix, on_error):
        self._package = package
        self.ends = Counter()  # (whether the key is the dying node's, what came of it) -> calls
        self.longest = 0
        owners = nodes.owners()
        self._keys_of_dying = {key for key in KEYS if owners[key_slot(key.encode())] is dying}
        limits = {"socket_timeout": TIME_OUT, "socket_connect_timeout": TIME_OUT}
        self._address = {"host": HOST, "port": dying.port, **limits}
        self._choices = {"prefix": prefix, "on_error": on_error, "pause": 0.2}
        self._over = Event()
        self._seeds = count()
        self._threads = [Thread(target=target, daemon=True) for target in [self._waiting] * 3 + [self._in_asyncio]]

    def __enter__(self):
        self._client = self._package.RedisCluster(**self._address)
        self._limiter = RedisLimiter(GCRA, PLENTY, self._client, **self._choices)
        for thread in self._threads:
            thread.start()
        self.goes_on()
        return self

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join(NO_HANG)
        assert not any(thread.is_alive() for thread in self._threads)
        self._client.close()

    def goes_on(self):
        """Wait until both kinds of keys were granted often once more."""
        before = self.ends.copy()

        def granted():
            return all(self.ends[kind, True] > before[kind, True] + 200 for kind in (False, True))

        until(granted, seconds=NO_HANG, what="grants")

    def _ended(self, key, start, end):
        self.ends[key in self._keys_of_dying, end] += 1
        self.longest = max(self.longest, time.monotonic() - start)

    def _waiting(self):
        random = Random(next(self._seeds))  # noqa: S311  nothing is to be kept secret
        while not self._over.is_set():
            key, start = random.choice(KEYS), time.monotonic()
            try:
                end = self._limiter.allow(key)
            except ERRORS as error:
                end = type(error)
            self._ended(key, start, end)

    def _in_asyncio(self):
        asyncio.run(self._tasks())

    async def _tasks(self):
        client = self._package.asyncio.RedisCluster(**self._address)
        limiter = AsyncRedisLimiter(GCRA, PLENTY, client, **self._choices)
        await asyncio.gather(*(self._task(limiter) for _ in range(10)))
        await client.aclose()

    async def _task(self, limiter):
        random = Random(next(self._seeds))  # noqa: S311  as above
        while not self._over.is_set():
            key, start = random.choice(KEYS), time.monotonic()
            try:
                end = await limiter.allow(key)
            except ERRORS as error:
                end = type(error)
            self._ended(key, start, end)


@pytest.mark.parametrize("on_error", ["raise", "deny"])
def test_a_dead_primary_is_followed_and_harms_no_other_nodes_keys(on_error, nodes, package, prefix, caplog):
    dying = nodes.primaries()[0]
    replica = nodes.replica(dying)
    with (
        caplog.at_level(logging.WARNING, "ratelimit.redis"),
        Traffic(package, nodes, dying, prefix, on_error) as traffic,
    ):
        assert set(traffic.ends) == {(True, True), (False, True)}
        dying.kill()
        before = traffic.ends.copy()
        until(lambda: replica.role() == "master")
        assert traffic.ends[False, True] > before[False, True]  # so the others went on while it was away
        traffic.goes_on()
        dying.start()
        until(nodes.settled)
        calm = traffic.ends.copy()
        traffic.goes_on()
        assert set(traffic.ends - calm) == {(True, True), (False, True)}
    assert {end for dying, end in traffic.ends if not dying} == {True}
    assert all(traffic.ends.values())
    assert traffic.longest < NO_HANG
    if on_error == "deny":
        assert {end for dying, end in traffic.ends if dying} == {True, False}
        assert all(dying.name in record.getMessage() for record in caplog.records if record.name == "ratelimit.redis")
