"""The two styles of a limiter, made to look alike, so that one test is for both."""

import asyncio
import inspect
from threading import Thread

import redis
import redis.asyncio.retry
import redis.asyncio.sentinel
import redis.retry
import redis.sentinel
from redis.backoff import NoBackoff

from ratelimit.redis import AsyncRedisLimiter, RedisLimiter


class Waiting:
    """`RedisLimiter` with the clients of `redis`, as they are."""

    library, sentinel = redis, redis.sentinel.Sentinel

    def __init__(self):
        self._clients = []

    def limiter(self, *args, **choices):
        return RedisLimiter(*args, **choices)

    def driven(self, client):
        """Return a client whose calls can be waited for."""
        return client

    def client(self, url, **choices):
        """Return a client that ends with the test. By default it gives up soon, and tries to connect once."""
        once = self.library.retry.Retry(NoBackoff(), 0)
        patience = {"socket_timeout": 5, "socket_connect_timeout": 5, "retry": once}
        return self.keep(self.library.Redis.from_url(url, **patience | choices))

    def keep(self, client):
        """Close the client when the test ends."""
        self._clients.append(client)
        return client

    def close_clients(self):
        while self._clients:
            self._clients.pop().close()

    def close(self):
        self.close_clients()


class Looping(Waiting):
    """`AsyncRedisLimiter` with the clients of `redis.asyncio`, in an event loop with a thread of its own."""

    library, sentinel = redis.asyncio, redis.asyncio.sentinel.Sentinel

    def __init__(self):
        super().__init__()
        self.loop = Loop()

    def limiter(self, *args, **choices):
        return Driven(AsyncRedisLimiter(*args, **choices), self.loop)

    def driven(self, client):
        return Driven(client, self.loop)

    def close_clients(self):
        while self._clients:
            self.loop.run(self._clients.pop().aclose())

    def close(self):
        self.close_clients()
        self.loop.close()


class Loop:
    """An event loop in a thread, to which any other may give work."""

    def __init__(self):
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work, seconds=60):
        """Return what comes of the coroutine."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

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


class Driven:
    """An object whose coroutines are run to their ends by the loop."""

    def __init__(self, driven, loop):
        self._driven = driven
        self._loop = loop

    def __getattr__(self, name):
        method = getattr(self._driven, name)

        def call(*args, **choices):
            result = method(*args, **choices)
            return self._loop.run(result) if inspect.isawaitable(result) else result

        return call
