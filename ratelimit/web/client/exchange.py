"""Sending a request when it is its turn, and again if it was refused: what all fronts have in common."""

import time
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeAlias, TypeVar

from ratelimit.decision import seconds
from ratelimit.web.client.pace import Turn

Answer = TypeVar("Answer")
Read: TypeAlias = Callable[[Answer], tuple[int, Iterable[tuple[str, str]]]]
"""Returns the status and the headers of an answer."""


def exchange(turn: Turn, send: Callable[[], Answer], read: Read[Answer], drop: Callable[[Answer], object]) -> Answer:
    """Return the last answer; those before it are dropped."""
    with turn:
        while True:
            while wait := turn.wait():
                time.sleep(seconds(wait))
            answer = send()
            if not turn.again(*read(answer)):
                return answer
            drop(answer)


async def exchange_async(
    turn: Turn,
    send: Callable[[], Awaitable[Answer]],
    read: Read[Answer],
    drop: Callable[[Answer], Awaitable[object]],
    sleep: Callable[[float], Awaitable[object]],
) -> Answer:
    """Do the same, with what can be awaited."""
    with turn:
        while True:
            while wait := turn.wait():
                await sleep(seconds(wait))
            answer = await send()
            if not turn.again(*read(answer)):
                return answer
            await drop(answer)
