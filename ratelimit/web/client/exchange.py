"""Sending a request when it is its turn, and again if it was refused: what all fronts have in common."""

import time
from collections.abc import Awaitable, Callable, Iterable
from inspect import iscoroutinefunction
from typing import TypeAlias, TypeVar

from ratelimit.decision import Decision, seconds
from ratelimit.web.client.pace import Pace
from ratelimit.web.client.turn import Turn

Answer = TypeVar("Answer")
Read: TypeAlias = Callable[[Answer], tuple[int, Iterable[tuple[str, str]]]]
"""Returns the status and the headers of an answer."""


def exchange(turn: Turn, send: Callable[[], Answer], read: Read[Answer], drop: Callable[[Answer], object]) -> Answer:
    """Return the last answer; those before it are dropped."""
    with turn:
        while True:
            _wait(turn)
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
            await _wait_async(turn, sleep)
            answer = await send()
            if not turn.again(*read(answer)):
                return answer
            await drop(answer)


def is_short(length: str | None) -> bool:
    """Say whether a dropped answer with this `Content-Length` is worth reading, so that its connection can be used."""
    return length is not None and length.isdecimal() and len(length) < 6


def check_plain(pace: Pace) -> None:
    """Raise `TypeError` for what is no pace, and for a limiter that has to be awaited."""
    _check(pace)
    if pace.limiter is not None and iscoroutinefunction(pace.limiter.hit):
        raise TypeError(f"limiter must be a plain one, as RedisLimiter, got {type(pace.limiter).__name__}")


def check_asynchronous(pace: Pace) -> None:
    """Raise `TypeError` for what is no pace, and for a limiter that can't be awaited."""
    _check(pace)
    if pace.limiter is not None and not iscoroutinefunction(pace.limiter.hit):
        raise TypeError(
            f"limiter must be for asyncio, as AsyncRedisLimiter, "
            f"got {type(pace.limiter).__name__}, for which the event loop would have to wait"
        )


def _check(pace: object) -> None:
    if not isinstance(pace, Pace):
        raise TypeError(f"pace must be a Pace, as Pace('10/second'), got {pace!r}")


def _wait(turn: Turn) -> None:
    """Wait until a request may leave: by its turn, then by the limiter, and by what servers have said meanwhile."""
    granted = turn.limiter is None
    while not granted:
        while wait := turn.due():
            time.sleep(seconds(wait))
        decision = turn.limiter.hit(turn.key, turn.cost)
        granted = decision.allowed
        if pause := _pause(decision):
            time.sleep(pause)
    while wait := turn.wait():
        time.sleep(seconds(wait))


async def _wait_async(turn: Turn, sleep: Callable[[float], Awaitable[object]]) -> None:
    granted = turn.limiter is None
    while not granted:
        while wait := turn.due():
            await sleep(seconds(wait))
        decision = await turn.limiter.hit(turn.key, turn.cost)
        granted = decision.allowed
        if pause := _pause(decision):
            await sleep(pause)
    while wait := turn.wait():
        await sleep(seconds(wait))


def _pause(decision: Decision) -> float:
    return decision.delay_seconds if decision.allowed else decision.retry_seconds
