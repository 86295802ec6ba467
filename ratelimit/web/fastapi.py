"""Limits of an app, a router or a route of FastAPI, as dependencies."""

from typing import Any, Final, cast

from fastapi import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import Response

from ratelimit.web.decisions import DECISIONS, INNER, Decisions
from ratelimit.web.demand import Cost, Demand, RequestLimits
from ratelimit.web.problem import CONTENT_TYPE, body_of, problem
from ratelimit.web.request_decision import RequestDecision

RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    429: {
        "description": "Too Many Requests",
        "headers": {
            "Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}},
            "RateLimit-Policy": {"description": "The limits", "schema": {"type": "string"}},
            "RateLimit": {"description": "What is left of them", "schema": {"type": "string"}},
        },
        "content": {
            "application/json": {"schema": {"type": "object", "properties": {"detail": {"type": "string"}}}},
        },
    }
}
"""What OpenAPI is to show of refusals: `responses=RESPONSES` of an app, a router or a route."""


class RateLimited(HTTPException):
    """A request is refused: 429, or 503 if the limiter has failed. `decided` says by what, and for how long."""

    def __init__(self, decided: RequestDecision, headers: dict[str, str]) -> None:
        super().__init__(decided.status, problem(decided)["detail"], headers)
        self.decided = decided


class RateLimit:
    """A dependency that limits what it stands at: `dependencies=[Depends(RateLimit(policy))]`.

    Limits of the app, of its routers and of a route are asked in this order. What a later one refuses does not count
    in those before. The middleware writes the fields into each answer, and its options hold for these limits as well,
    but for what is exempt. Without any limits for the whole app, it is
    `app.add_middleware(RateLimitMiddleware, limits=None)`. In a mounted app with a middleware of its own, the options
    of that one hold.

    limits, cost: those of `RateLimitMiddleware`; functions get the `HTTPConnection`: a `Request` or a `WebSocket`.

    Raises `RateLimited` for a refused request, which the app answers as it does any `HTTPException`; and
    `RuntimeError` if there is no middleware.
    """

    def __init__(self, limits: RequestLimits, *, cost: Cost = 1) -> None:
        self._demand = Demand(limits, cost)

    async def __call__(self, connection: HTTPConnection) -> None:
        """Decide on a request."""
        scope = connection.scope
        decisions: Decisions | None = scope.get(DECISIONS)
        if decisions is None:
            raise RuntimeError("RateLimit needs the middleware: app.add_middleware(RateLimitMiddleware, limits=None)")
        decided = await decisions.decide(connection, self._demand, scope.get(INNER))
        if decided is None:
            return
        scope["ratelimit"] = decided
        if not decided.allowed:
            # The middleware sees no answers to handshakes.
            fields = decisions.fields()[0] if scope["type"] == "websocket" else []
            wait = decided.retry_after()
            raise RateLimited(decided, dict(fields) or ({} if wait is None else {"Retry-After": wait}))


def problem_details(_request: Any, error: Exception) -> Response:
    """Answer with a problem document: `app.add_exception_handler(RateLimited, problem_details)`."""
    refused = cast("RateLimited", error)  # a handler's type is that of any error
    return Response(body_of(refused.decided), refused.status_code, refused.headers, CONTENT_TYPE)
