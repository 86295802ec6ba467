"""The limiters that a timeline asks: one, or those of two servers that share a store."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Protocol

from katas.grader.timeline import Call, Timeline
from katas.grader.verdict import Broken
from katas.interview.variants.laws.asked import BETWEEN, SERVERS, Asked
from katas.interview.variants.laws.store import Store


class Maker(Protocol):
    """What makes limiters of a submission, and asks them."""

    def make(self, timeline: Timeline, **more: Any) -> Any:
        """Return a new limiter."""

    def ask(self, limiter: Any, call: Call) -> Any:
        """Return its answer, or the `ValueError` that it raised. Raises `Broken` for any other exception."""


class Servers:
    """New limiters for one timeline."""

    def __init__(self, maker: Maker, timeline: Timeline) -> None:
        self._maker, self._calls, self._store = maker, timeline.calls, Store()
        shared = any(Asked.by(call).word in SERVERS for call in timeline.calls)
        more = {"store": self._store} if shared else {}
        self._limiter = maker.make(timeline, **more)
        self._other = maker.make(timeline, **more) if shared else None

    def ask(self, call: Call) -> Any:
        """Return the answer to a call."""
        return self._maker.ask(self._other if Asked.by(call).word in SERVERS else self._limiter, call)

    def answers(self) -> Iterator[Any]:
        """Yield the answer to each call; one that comes between is made during the next."""
        waiting: Call | None = None
        for call in self._calls:
            if waiting is None and Asked.by(call).word == BETWEEN and call is not self._calls[-1]:
                waiting = call
                continue
            between = self._store.meanwhile = None if waiting is None else _Between(partial(self.ask, waiting))
            yours = self.ask(call)
            self._store.meanwhile = None
            if between is not None:
                yield between.answer()
            waiting = None
            yield yours


class _Between:
    """A call that is made during another one, or after it if that never reads the store."""

    def __init__(self, ask: Callable[[], Any]) -> None:
        self._ask = ask
        self._made = False
        self._yours: Any = None
        self._broken: Broken | None = None

    def __call__(self) -> None:
        self._made = True
        try:
            self._yours = self._ask()
        except Broken as broken:  # the code that reads the store must not catch it
            self._broken = broken

    def answer(self) -> Any:
        if not self._made:
            self()
        if self._broken:
            raise self._broken
        return self._yours
