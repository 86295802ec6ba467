"""Coroutines that are run in an event loop or without one."""

from collections.abc import Coroutine
from inspect import iscoroutinefunction
from typing import Any, TypeVar

from ratelimit.web.shared_memory import SharedLimiter

T = TypeVar("T")


class NoEventLoopError(TypeError):
    """Without an event loop, something has returned what would have to be awaited."""


async def awaited(value: Any) -> Any:
    """Return what a function has returned, or what comes of it if it is to be awaited."""
    return (await value) if hasattr(value, "__await__") else value


async def not_awaited(value: Any) -> Any:
    """Return what a function has returned. Raises `NoEventLoopError` if it is to be awaited."""
    if hasattr(value, "__await__"):
        getattr(value, "close", str)()  # a coroutine that is not awaited warns
        raise NoEventLoopError(f"a function without an event loop must return its value, got {value!r}")
    return value


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that waits for nothing."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    raise NoEventLoopError(f"without an event loop, nothing can be waited for, got {coroutine!r}, which waits")


def asynchronous(limiter: Any) -> Any:
    """Return a limiter. Raises `TypeError` if the event loop would have to wait for it."""
    if not isinstance(limiter, SharedLimiter) and not iscoroutinefunction(limiter.hit):
        raise TypeError(
            f"new_limiter must make limiters for asyncio, as AsyncRedisLimiter, "
            f"got {type(limiter).__name__}, for which the event loop would have to wait"
        )
    return limiter


def plain(limiter: Any) -> Any:
    """Return a limiter. Raises `TypeError` if it is for asyncio."""
    if iscoroutinefunction(limiter.hit):
        raise TypeError(f"new_limiter must make plain limiters, as RedisLimiter, got {type(limiter).__name__}")
    return limiter
