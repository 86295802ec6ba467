"""An event loop without sockets and without time: when nothing can go on, a plan says who does.

Requests wait for their turn wherever a server, an app or a limiter would make them wait. So every order in which they
can run is a plan, and a plan runs the same on each machine. A timer fires at once, when nobody else can go on.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any


class Stuck(BaseException):
    """Somebody waits for what never comes."""


class Turns(asyncio.BaseEventLoop):
    """Lets one of those that wait go on at a time: as the plan says, then the one that has waited longest."""

    def __init__(self, plan: Iterable[int], jump: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._selector = self  # what BaseEventLoop waits in
        self.set_exception_handler(lambda _loop, _context: None)  # of tasks that nobody waits for
        self.slept = False  # whether a timer was waited for
        self.blocked: list[tuple[int, tuple[int, ...]]] = []  # who had their turn, came to no end, and who waited
        self.ended: set[int] = set()
        self.tasks: list[asyncio.Task[Any]] = []  # asyncio.all_tasks() goes through those of all loops
        self._plan, self._jump = deque(plan), jump
        self._waiting: dict[int, list[asyncio.Future[None]]] = {}
        self.running = 0  # whose turn it is
        self._now = 0.0

    def time(self) -> float:
        """Return the time, which only timers move."""
        return self._now

    def create_task(self, coro: Any, **words: Any) -> asyncio.Task[Any]:
        """Start a task, and remember it."""
        task = super().create_task(coro, **words)
        self.tasks.append(task)
        return task

    async def turn(self, number: int) -> None:
        """Wait until it is this request's turn."""
        future = self.create_future()
        self._waiting.setdefault(number, []).append(future)
        await future

    def select(self, timeout: float | None) -> list[Any]:
        """Do what a selector does: wait until something can go on. Raises `Stuck` if nothing can."""
        if timeout == 0:
            return []
        if self._waiting:
            if self.running and self.running not in self.ended and self.running not in self._waiting:
                self.blocked.append((self.running, tuple(self._waiting)))
            self.running = self._next()
            self._jump()
            self._release(self.running)
        elif timeout is not None:
            self.slept = True
            self._now += timeout
        else:
            raise Stuck
        return []

    def _next(self) -> int:
        while self._plan:
            number = self._plan.popleft()
            if number in self._waiting:
                return number
        return next(iter(self._waiting))

    def _release(self, number: int) -> None:
        future, *later = self._waiting.pop(number)
        if later:  # it has begun to wait in another task, too
            self._waiting[number] = later
        if not future.done():
            future.set_result(None)

    def _process_events(self, event_list: Any) -> None:
        """There are none."""

    def _write_to_self(self) -> None:
        """Nothing comes from other threads."""
