"""Your middleware. The brief is README.md beside this file; `pytest katas/http_middleware` grades it."""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any, Protocol

from ratelimit import Quota

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class Decision(Protocol):
    """What the limiter says. Times are in nanoseconds; README.md says what each means."""

    allowed: bool
    remaining: int
    retry_after: int
    reset_after: int
    next_after: int


class Limiter(Protocol):
    """What you ask."""

    async def hit(self, key: str, cost: int, /) -> Decision:
        """Spend `cost` units of a key, if there are so many."""


class RateLimitMiddleware:
    """Answers 429 to what the limiter refuses, and tells with each other answer how much is left."""

    def __init__(  # noqa: PLR0913  what can be chosen is given by name
        self,
        app: App,
        limiter: Limiter,
        *,
        trusted: Sequence[str] = (),
        name: str = "default",
        quota: Quota,
        on_error: str = "allow",
    ) -> None:
        """Keep what you need to know. `await limiter.hit(key, 1)` says whether a request may pass.

        Raises `ValueError` for a name, a network in `trusted` or an `on_error` that can't be.
        """
        raise NotImplementedError

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        # TODO: the app is called with these three, and answers with `await send(message)`. Where can you stand between
        # the two, and change as little as possible? Start with the first level, "scopes", run
        # `pytest katas/http_middleware`, and go on with what the card shows.
        raise NotImplementedError
