"""Limits of a Django project, and of its views."""

from asyncio import CancelledError
from collections.abc import Callable, Coroutine, Mapping
from functools import wraps
from inspect import isawaitable
from typing import Any, NamedTuple, TypeVar

from asgiref.sync import async_to_sync, iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.http.response import ResponseHeaders
from django.utils.decorators import method_decorator

from ratelimit.algorithms import GCRA
from ratelimit.quota import Quota
from ratelimit.web.client_key import ClientKey
from ratelimit.web.coroutines import T, asynchronous, awaited, plain, run
from ratelimit.web.decisions import DECISIONS, Decisions
from ratelimit.web.demand import Cost, Demand, RequestLimits
from ratelimit.web.headers import told_of
from ratelimit.web.problem import CONTENT_TYPE, body_of
from ratelimit.web.request_decision import RequestDecision
from ratelimit.web.request_limiter import RequestLimiter, check_callable, check_decorated
from ratelimit.web.shared_memory import SharedMemory

V = TypeVar("V", bound=Callable[..., Any])


class RateLimitMiddleware:
    """Asks limiters before all that stands below it in `MIDDLEWARE`, and writes the fields into every answer.

    `settings.RATELIMIT` has its options, which are those of `ratelimit.web.RateLimitMiddleware`. Without `limits`, only
    views have some. Functions get the `HttpRequest`, and are no coroutine functions; limiters are plain ones
    (`partial(RedisLimiter, client=client)`). Under ASGI they run in a thread, where Django lets the ORM be used. With
    limiters for asyncio (`partial(AsyncRedisLimiter, client=client)`), which need ASGI, none do, and the functions may
    be coroutine functions. `settle` is asked when a view has returned, before the parts of a stream are made, or when
    Django has cancelled it, as the client has left (499). `refused` is a function of the request that answers refused
    ones.

    What was decided last is in `request.ratelimit`. Raises `ImproperlyConfigured` for settings that can't be.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        said = getattr(settings, "RATELIMIT", {})
        if not isinstance(said, Mapping):
            raise ImproperlyConfigured(f"RATELIMIT must be a dict of options, got {said!r}")
        options = {"limits": None, "refused": None, **said}
        is_async = iscoroutinefunction(get_response)
        self._refused = options.pop("refused") or _problem
        try:
            check_callable("refused", self._refused)
            sample = (options.get("new_limiter") or SharedMemory())(GCRA, Quota.per_second(1))
            self._awaits = is_async and iscoroutinefunction(sample.hit)
            (asynchronous if self._awaits else plain)(sample)
            self._limiter = RequestLimiter(client_of=_client_of, awaits=self._awaits, **options)
        except (TypeError, ValueError) as error:
            raise ImproperlyConfigured(f"RATELIMIT: {error}") from error
        self._get_response = get_response
        if is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        """Answer a request, or return a coroutine that does."""
        asked = request.META[DECISIONS] = _Asked(Decisions(self._limiter), self._refused, self._awaits)
        if iscoroutinefunction(self):
            return self._answer(request, asked)
        response = None if self._is_exempt(request) else _ask(request)
        if response is None:
            status = 500
            try:
                response = self._get_response(request)
                status = response.status_code
            finally:
                asked.run(asked.decisions.settle(request, status))
        return _told(asked, response)

    async def _answer(self, request: HttpRequest, asked: "_Asked") -> HttpResponse:
        response = None if self._is_exempt(request) else await _ask_async(request)
        if response is None:
            status = 500
            try:
                response = await self._get_response(request)
                status = response.status_code
            except CancelledError:
                status = 499  # the client has left, which is no failure
                raise
            finally:
                if self._limiter.settles:
                    await asked.run_async(asked.decisions.settle(request, status))
        return _told(asked, response)

    def _is_exempt(self, request: HttpRequest) -> bool:
        return self._limiter.is_exempt(request.method or "", request.path_info)


def limit(limits: RequestLimits, *, cost: Cost = 1) -> Callable[[V], V]:
    """Return a decorator for a view: a function, a coroutine function, a class, or a method of one.

    limits, cost: as those in the settings. The limits of the project are asked before, and get back what they have
    taken if these refuse. Raises `ImproperlyConfigured` if the middleware is not there.
    """
    demand = Demand(limits, cost)

    def decorate(view: Any) -> Any:
        check_decorated(view, "a view")
        if isinstance(view, type):
            return method_decorator(decorate, name="dispatch")(view)

        async def limited_async(*args: Any, **kwargs: Any) -> Any:
            response = await _ask_async(_request_in(args, kwargs), demand)
            if response is None:
                response = view(*args, **kwargs)
            return await response if isawaitable(response) else response

        def limited(*args: Any, **kwargs: Any) -> Any:
            if _is_of_async_class(view, args):
                return limited_async(*args, **kwargs)
            response = _ask(_request_in(args, kwargs), demand)
            return view(*args, **kwargs) if response is None else response

        return wraps(view)(limited_async if iscoroutinefunction(view) else limited)

    return decorate


def decide(request: Any, demand: Demand | None) -> RequestDecision | None:
    """Decide on a request by limits of its own, or by those of the project; None if it doesn't count."""
    asked = _asked(request)
    return _noted(request, asked.run(asked.decisions.decide(request, demand)))


def is_refused(request: Any) -> bool:
    """Say whether other limits have refused a request."""
    return _asked(request).decisions.is_refused


class _Asked(NamedTuple):
    """What a request has from the middleware. awaits: whether its limiters are for asyncio."""

    decisions: Decisions
    refused: Callable[[Any], Any]
    awaits: bool

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in a thread without an event loop; one for asyncio has Django's own loop."""
        result: T = async_to_sync(awaited)(coroutine) if self.awaits else run(coroutine)
        return result

    async def run_async(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the event loop, or else in a thread."""
        return await coroutine if self.awaits else await sync_to_async(run)(coroutine)


def _asked(request: Any) -> _Asked:
    asked: _Asked | None = request.META.get(DECISIONS)
    if asked is None:
        raise ImproperlyConfigured(
            "MIDDLEWARE must have 'ratelimit.web.django.RateLimitMiddleware', for limits to hold"
        )
    return asked


def _ask(request: Any, demand: Demand | None = None) -> Any:
    """Return the answer to a request that is refused, or None."""
    decided = decide(request, demand)
    return None if decided is None or decided.allowed else _asked(request).refused(request)


async def _ask_async(request: Any, demand: Demand | None = None) -> Any:
    asked = _asked(request)
    decided = _noted(request, await asked.run_async(asked.decisions.decide(request, demand)))
    return None if decided is None or decided.allowed else await sync_to_async(asked.refused)(request)


def _noted(request: Any, decided: RequestDecision | None) -> RequestDecision | None:
    if decided is not None:
        getattr(request, "_request", request).ratelimit = decided  # REST framework has a request around the request
    return decided


def _told(asked: _Asked, response: HttpResponse) -> HttpResponse:
    if not asked.decisions.told:
        return response
    return told_of(response, ResponseHeaders(response.headers), asked.decisions.fields())


def _problem(request: Any) -> HttpResponse:
    """Answer a refused request."""
    decided: RequestDecision = request.ratelimit
    return HttpResponse(body_of(decided), content_type=CONTENT_TYPE, status=decided.status)


def _client_of(client: ClientKey, request: Any) -> str:
    return client.of_environ(request.META)


def _request_in(args: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """Return the request among the arguments of a view or of a method."""
    found = next((each for each in (*args[:2], named.get("request")) if hasattr(each, "META")), None)
    if found is None:
        raise TypeError("limit decorates a view, whose first argument is the request, or is named so; got none")
    return found


def _is_of_async_class(view: Any, args: tuple[Any, ...]) -> bool:
    """Say whether a plain method, such as `dispatch`, returns a coroutine; `method_decorator` has bound it already."""
    bound = getattr(getattr(view, "func", None), "__self__", args[0] if args else None)
    return getattr(bound, "view_is_async", False) is True
