"""Limits of an app, a router, a controller or a route of Litestar, as middlewares."""

from collections.abc import Callable
from typing import Any, Unpack

from ratelimit.web.asgi import App, RateLimitMiddleware
from ratelimit.web.demand import RequestLimits
from ratelimit.web.request_limiter import Options
from ratelimit.web.shared_memory import SharedMemory


class RateLimiter:
    """Makes the middlewares of one app: `middleware=[limiter.limit(policy)]`.

    Litestar makes each middleware anew for each route, and copies what it is made with. Those of one `RateLimiter`
    share their counters all the same. Its options are those of `RateLimitMiddleware`.
    """

    def __init__(self, *, refused: App | None = None, websockets: bool = False, **options: Unpack[Options]) -> None:
        self._options: dict[str, Any] = {
            "new_limiter": SharedMemory(),
            "refused": refused,
            "websockets": websockets,
            **options,
        }

    def limit(
        self,
        limits: RequestLimits,
        *,
        refused: App | None = None,
        websockets: bool | None = None,
        **options: Unpack[Options],
    ) -> Callable[[App], RateLimitMiddleware]:
        """Return a middleware for the list of an app, a router, a controller or a route; its own options come first."""
        own = {"refused": refused, "websockets": websockets}
        given = {name: value for name, value in own.items() if value is not None}
        both = {**self._options, **given, **options}

        def middleware(app: App) -> RateLimitMiddleware:
            return RateLimitMiddleware(app, limits, **both)

        return middleware
