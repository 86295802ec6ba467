"""What is done for a request, step by step, in an event loop or without one."""

from collections.abc import Generator
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")
Steps: TypeAlias = Generator[Any, Any, T]
"""Yields what may have to be awaited, and gets what comes of it."""


async def run_async(steps: Steps[T]) -> T:
    """Take the steps, and wait where one has to be waited for."""
    try:
        value = next(steps)
        while True:
            if hasattr(value, "__await__"):
                try:
                    value = await value
                except BaseException as error:  # noqa: BLE001  the steps decide
                    value = steps.throw(error)
                    continue
            value = steps.send(value)
    except StopIteration as end:
        result: T = end.value
        return result


def run(steps: Steps[T]) -> T:
    """Take the steps, none of which may have to be awaited."""
    try:
        value = next(steps)
        while True:
            if hasattr(value, "__await__"):
                getattr(value, "close", str)()  # a coroutine that is not awaited warns
                raise TypeError(f"a function without an event loop must return its value, got {value!r}")
            value = steps.send(value)
    except StopIteration as end:
        result: T = end.value
        return result
