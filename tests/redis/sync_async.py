"""The two kinds of limiter, blocking and in asyncio, with the same methods, so that one test covers both.

Each with the clients of both packages.
"""

import asyncio
import inspect
from threading import Thread

import redis
import redis.asyncio.retry
import redis.asyncio.sentinel
import redis.backoff
import redis.retry
import redis.sentinel
import valkey
import valkey.asyncio.retry
import valkey.asyncio.sentinel
import valkey.backoff
import valkey.retry
import valkey.sentinel

from ratelimit.redis import AsyncRedisLimiter, RedisLimiter


class Sync:
    """`RedisLimiter` with the clients of `redis`, as they are."""

    package = library = redis

    def __init__(self):
        self._clients = []
        self.errors = self.package.exceptions

    def limiter(self, *args, **options):
        return RedisLimiter(*args, **options)

    def blocking(self, client):
        """Return a client whose calls block."""
        return client

    def client(self, url, **options):
        """Return a client that is closed after the test. By default its time-outs are short, and it does not retry."""
        no_retry = self.library.retry.Retry(self.package.backoff.NoBackoff(), 0)
        limits = {"socket_timeout": 5, "socket_connect_timeout": 5, "retry": no_retry}
        return self.keep(self.library.Redis.from_url(url, **limits | options))

    def keep(self, client):
        """Close the client when the test ends."""
        self._clients.append(client)
        return client

    def close_clients(self):
        while self._clients:
            self._clients.pop().close()

    def close(self):
        self.close_clients()


class Async(Sync):
    """`AsyncRedisLimiter` with the clients of `redis.asyncio`, in an event loop with a thread of its own."""

    library = redis.asyncio

    def __init__(self):
        super().__init__()
        self.loop = Loop()

    def limiter(self, *args, **options):
        return Blocking(AsyncRedisLimiter(*args, **options), self.loop)

    def blocking(self, client):
        return Blocking(client, self.loop)

    def close_clients(self):
        while self._clients:
            self.loop.run(self._clients.pop().aclose())

    def close(self):
        self.close_clients()
        self.loop.close()


class SyncValkey(Sync):
    """`RedisLimiter` with the clients of `valkey`, which calls them `Redis` too."""

    package = library = valkey


class AsyncValkey(Async):
    """`AsyncRedisLimiter` with the clients of `valkey.asyncio`."""

    package, library = valkey, valkey.asyncio


class Loop:
    """An event loop in a thread of its own, to which other threads give coroutines."""

    def __init__(self):
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, coroutine, seconds=60):
        """Return the result of the coroutine."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(seconds)

    def close(self):
        self.run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self):
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


class Blocking:
    """An object whose coroutines block until the loop has run them."""

    def __init__(self, wrapped, loop):
        self._wrapped = wrapped
        self._loop = loop

    def __getattr__(self, name):
        method = getattr(self._wrapped, name)

        def call(*args, **options):
            result = method(*args, **options)
            return self._loop.run(result) if inspect.isawaitable(result) else result

        return call
