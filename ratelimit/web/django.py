"""Limits of a Django project, and of its views."""

from collections.abc import Callable
from functools import wraps
from inspect import isawaitable
from typing import Any, TypeVar

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from ratelimit.web.client_key import ClientKey
from ratelimit.web.decisions import DECISIONS, Decisions
from ratelimit.web.demand import Cost, Demand, RequestLimits
from ratelimit.web.headers import add_fields
from ratelimit.web.problem import CONTENT_TYPE, body_of
from ratelimit.web.request_decision import RequestDecision
from ratelimit.web.request_limiter import RequestLimiter
from ratelimit.web.steps import plain, run

V = TypeVar("V", bound=Callable[..., Any])


class RateLimitMiddleware:
    """Asks limiters before all that stands below it in `MIDDLEWARE`, and writes the fields into every answer.

    `settings.RATELIMIT` has its options, which are those of `ratelimit.web.RateLimitMiddleware`. Without `limits`, only
    views have some. Functions get the `HttpRequest`, and are no coroutine functions; limiters are plain ones
    (`partial(RedisLimiter, client=client)`). Under ASGI they run in a thread, where Django lets the ORM be used.
    `settle` is asked when a view has returned. `refused` is a function of the request that answers refused ones.

    What was decided last is in `request.ratelimit`. Raises `ImproperlyConfigured` for settings that can't be.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        options = {"limits": None, "refused": _problem, **getattr(settings, "RATELIMIT", {})}
        refused = options.pop("refused")
        try:
            self._limiter = RequestLimiter(client_of=_client_of, checked=plain, **options)
        except (TypeError, ValueError) as error:
            raise ImproperlyConfigured(f"RATELIMIT: {error}") from error
        self._refused = refused
        self._get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        """Answer a request, or return a coroutine that does."""
        request.META[DECISIONS] = Decisions(self._limiter), self._refused
        if iscoroutinefunction(self):
            return self._answer(request)
        response = self._ask(request)
        return self._told(request, self._get_response(request) if response is None else response)

    async def _answer(self, request: HttpRequest) -> HttpResponse:
        response = await sync_to_async(self._ask)(request)
        if response is None:
            response = await self._get_response(request)
        return (
            await sync_to_async(self._told)(request, response)
            if self._limiter.settles
            else self._told(request, response)
        )

    def _ask(self, request: HttpRequest) -> HttpResponse | None:
        return None if self._limiter.is_exempt(request.method or "", request.path) else _ask(request)

    def _told(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        decisions: Decisions = request.META[DECISIONS][0]
        for fields in decisions.fields():
            add_fields(response.headers, fields)
        run(decisions.settle(request, response.status_code))
        return response


def limit(limits: RequestLimits, *, cost: Cost = 1) -> Callable[[V], V]:
    """Return a decorator for a view: a function, a coroutine function, a class, or a method of one.

    limits, cost: as those in the settings. The limits of the project are asked before, and get back what they have
    taken if these refuse. Raises `ImproperlyConfigured` if the middleware is not there.
    """
    demand = Demand(limits, cost)

    def decorate(view: Any) -> Any:
        if isinstance(view, type):
            return method_decorator(decorate, name="dispatch")(view)

        async def limited_async(*args: Any, **kwargs: Any) -> Any:
            response = await sync_to_async(_ask)(_request_in(args), demand)
            if response is None:
                response = view(*args, **kwargs)
            return await response if isawaitable(response) else response

        def limited(*args: Any, **kwargs: Any) -> Any:
            if _is_of_async_class(view, args):
                return limited_async(*args, **kwargs)
            response = _ask(_request_in(args), demand)
            return view(*args, **kwargs) if response is None else response

        return wraps(view)(limited_async if iscoroutinefunction(view) else limited)

    return decorate


def decide(request: Any, demand: Demand | None) -> RequestDecision | None:
    """Decide on a request by limits of its own, or by those of the project; None if it doesn't count."""
    if DECISIONS not in request.META:
        raise ImproperlyConfigured(
            "MIDDLEWARE must have 'ratelimit.web.django.RateLimitMiddleware', for limits to hold"
        )
    decisions: Decisions = request.META[DECISIONS][0]
    decided = run(decisions.decide(request, demand))
    if decided is not None:
        getattr(request, "_request", request).ratelimit = decided  # REST framework has a request around the request
    return decided


def _ask(request: Any, demand: Demand | None = None) -> Any:
    """Return the answer to a request that is refused, or None."""
    decided = decide(request, demand)
    return None if decided is None or decided.allowed else request.META[DECISIONS][1](request)


def _problem(request: Any) -> HttpResponse:
    """Answer a refused request."""
    decided: RequestDecision = request.ratelimit
    return HttpResponse(body_of(decided), content_type=CONTENT_TYPE, status=decided.status)


def _client_of(client: ClientKey, request: Any) -> str:
    return client.of_environ(request.META)


def _request_in(args: tuple[Any, ...]) -> Any:
    """Return the request among the arguments of a view or of a method."""
    return next(arg for arg in args[:2] if hasattr(arg, "META"))


def _is_of_async_class(view: Any, args: tuple[Any, ...]) -> bool:
    """Say whether a plain method, such as `dispatch`, returns a coroutine; `method_decorator` has bound it already."""
    bound = getattr(getattr(view, "func", None), "__self__", args[0])
    return getattr(bound, "view_is_async", False) is True
