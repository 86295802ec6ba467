"""Limits of an app, and of handlers, of aiohttp's server."""

from asyncio import CancelledError
from collections.abc import Callable, Iterator
from functools import WRAPPER_UPDATES, wraps
from typing import Any, Final, TypeVar, Unpack, cast

from aiohttp import web
from aiohttp.abc import AbstractView

from ratelimit.web.client_key import ClientKey
from ratelimit.web.decisions import DECISIONS, Decisions
from ratelimit.web.demand import Cost, Demand, RequestLimits
from ratelimit.web.headers import add_fields
from ratelimit.web.problem import CONTENT_TYPE, body_of
from ratelimit.web.request_decision import RequestDecision
from ratelimit.web.request_limiter import Options, RequestLimiter, check_decorated

Handler = TypeVar("Handler", bound=Callable[..., Any])

# From aiohttp 3.14 on, a text as a key warns; before, there was nothing else.
_new_key: Any = getattr(web, "RequestKey", lambda name, _: name)
_DECISIONS: Final[Any] = _new_key(DECISIONS, Decisions)
DECIDED: Final[Any] = _new_key("ratelimit", RequestDecision)
"""Where a request has its `RequestDecision`."""
_ASKED: Final[Any] = _new_key("ratelimit.asked", tuple)
_TOLD: Final[Any] = _new_key("ratelimit.told", web.StreamResponse)


class RateLimiter:
    """Limits an app, and the handlers that are decorated: `RateLimiter(limits).setup(app)`.

    Limits of the app, of a sub-app and of a handler are asked in this order. What a later one refuses does not count
    in those before. Every answer has the fields, also those of errors. What was decided last is in
    `request[DECIDED]`.

    limits: of the whole app, as those of `RateLimitMiddleware`; None: only what is decorated has limits. Functions get
        the request, and may be coroutine functions; limiters are those for asyncio. The other options are the same.

    A refused request raises `HTTPTooManyRequests`, or `HTTPServiceUnavailable` if the limiter has failed. Their body
    is a problem document; a middleware of the app may answer otherwise.
    """

    def __init__(self, limits: RequestLimits | None = None, **options: Unpack[Options]) -> None:
        self._limiter = RequestLimiter(limits, _client_of, awaits=True, **options)
        self._wrappers: dict[Any, list[Any]] = {}

    def setup(self, app: web.Application) -> None:
        """Limit an app: after the middlewares that it has already, and before those that are added later.

        Raises `RuntimeError` if it has done so already.
        """
        if self._middleware in app.middlewares:
            raise RuntimeError("This limiter is set up for this app already, and would count requests twice")
        app.middlewares.append(self._middleware)
        app.on_response_prepare.append(self._prepare)
        app.on_startup.append(self._check)

    def limit(self, limits: RequestLimits, *, cost: Cost = 1) -> Callable[[Handler], Handler]:
        """Return a decorator for a handler: a coroutine function, a `web.View`, or a method of a class.

        limits, cost: as those of the app. It stands below `@routes.get`; above, the app refuses to start.
        """
        demand = Demand(limits, cost)

        def decorate(handler: Handler) -> Handler:
            check_decorated(handler, "a handler")

            @wraps(handler, updated=() if isinstance(handler, type) else WRAPPER_UPDATES)
            async def limited(*args: Any) -> Any:
                await self._ask(_request_in(args), demand)
                return await handler(*args)

            for inner in _unwrapped(handler):
                self._wrappers.setdefault(inner, []).append(limited)
            return cast("Handler", limited)

        return decorate

    @web.middleware
    async def _middleware(self, request: web.Request, handler: Callable[[web.Request], Any]) -> Any:
        if _DECISIONS not in request:
            request[_DECISIONS] = Decisions(self._limiter)
        asked = request.get(_ASKED, ())
        if self in asked:  # set up for this app, and for one that it is in: a request counts once
            return await handler(request)
        request[_ASKED] = (*asked, self)
        if not self._limiter.is_exempt(request.method, request.path):
            await self._ask(request, None)
        if not self._limiter.settles:
            return await handler(request)
        status = 500
        try:
            response = await handler(request)
            status = response.status
        except web.HTTPException as error:
            status = error.status
            raise
        except CancelledError:
            status = 499
            raise
        finally:
            decisions = request[_DECISIONS]
            await decisions.settle(request, decisions.status or _unless_left(request, status), self._limiter)
        return response

    async def _ask(self, request: web.Request, demand: Demand | None) -> None:
        decisions: Decisions | None = request.get(_DECISIONS)
        if decisions is None:
            raise RuntimeError("This app is not limited by the limiter of its handler: call limiter.setup(app)")
        decided = await decisions.decide(request, demand, self._limiter)
        if decided is None:
            return
        request[DECIDED] = decided
        if not decided.allowed:
            error = web.HTTPTooManyRequests if decided.status == 429 else web.HTTPServiceUnavailable
            raise error(text=body_of(decided).decode(), content_type=CONTENT_TYPE)

    async def _prepare(self, request: web.Request, response: web.StreamResponse) -> None:
        """Write the fields, once, if there is another limiter in a sub-app, and note the status."""
        decisions: Decisions | None = request.get(_DECISIONS)
        if decisions is not None and decisions.limiter is self._limiter and request.get(_TOLD) is not response:
            request[_TOLD] = response
            decisions.status = decisions.status or _unless_left(request, response.status)
            for fields in decisions.fields():
                add_fields(response.headers, fields)

    async def _check(self, app: web.Application) -> None:
        """Raise if a limit can't hold: the app knows a handler, but not what its decorator has made of it."""
        known = {inner for route in app.router.routes() for inner in _unwrapped(route.handler)}
        for handler in known:
            for wrapper in self._wrappers.get(handler, ()):
                if wrapper not in known:
                    name = getattr(handler, "__qualname__", repr(handler)).rpartition(".")[2]
                    raise RuntimeError(f"The limit of {name} does not hold: put @limiter.limit(...) below the route")


def _client_of(client: ClientKey, request: web.Request) -> str:
    return client.of(request.remote, request.headers.getall(client.header, ()))


def _unless_left(request: web.Request, status: int) -> int:
    """Return the status of an answer that has not begun: 499 if the client has left, whatever the app makes of that."""
    return 499 if request.transport is None or request.transport.is_closing() else status


def _request_in(args: tuple[Any, ...]) -> web.Request:
    """Return the request among the arguments of a handler, or that of the view that they begin with."""
    first = args[0]
    request = first.request if isinstance(first, AbstractView) else first if isinstance(first, web.Request) else args[1]
    return cast("web.Request", request)


def _unwrapped(handler: Any) -> Iterator[Any]:
    """Yield a handler, its function if it is a method, and what its decorators say that they have wrapped."""
    while handler is not None:
        yield handler
        if hasattr(handler, "__func__"):
            yield handler.__func__
        handler = getattr(handler, "__wrapped__", None)
