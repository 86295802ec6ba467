"""Limits of an app, a blueprint or a view of Flask."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, TypeVar, Unpack, cast

from flask import Blueprint, Flask, Request, Response, current_app, got_request_exception, request, request_finished
from werkzeug.datastructures import Headers
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests

from ratelimit.web.client_key import ClientKey
from ratelimit.web.coroutines import run
from ratelimit.web.decisions import DECISIONS, Decisions
from ratelimit.web.demand import Cost, Demand, RequestLimits
from ratelimit.web.headers import told_of
from ratelimit.web.problem import CONTENT_TYPE, body_of, problem
from ratelimit.web.request_limiter import Options, RequestLimiter, check_decorated

View = TypeVar("View", bound=Callable[..., Any] | Blueprint)


class RateLimiter:
    """An extension that limits an app, and what in it is decorated: `RateLimiter(app, limits)`, or `init_app` later.

    Limits of the app, of blueprints and of a view are asked in this order. What a later one refuses does not count in
    those before. Every answer has the fields, also those of errors. What was decided last is in
    `request.environ["ratelimit"]`.

    limits: of the whole app, as those of `RateLimitMiddleware`; None: only what is decorated has limits. Functions get
        the request, and are no coroutine functions; limiters are plain ones (`partial(RedisLimiter, client=client)`).
        The other options are the same; `settle` is asked when a request is torn down, before the parts of a stream are
        made.

    A refused request raises `TooManyRequests`, or `ServiceUnavailable` if the limiter has failed: an error handler of
    the app may answer it, else it is a problem document.
    """

    def __init__(
        self, app: Flask | None = None, limits: RequestLimits | None = None, **options: Unpack[Options]
    ) -> None:
        self._limiter = RequestLimiter(limits, _client_of, awaits=False, **options)
        self._of_blueprints: dict[object, list[Demand]] = {}
        self._wrappers: dict[Any, list[tuple[Any, Demand]]] = {}
        self._exempt: set[Any] = set()
        self._exempt_wrappers: dict[Any, list[Any]] = {}
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Limit an app. Its own `before_request` functions that are registered earlier are called earlier.

        Raises `RuntimeError` for an app that has a limiter already.
        """
        if "ratelimit" in app.extensions:
            raise RuntimeError(f"The app {app.name!r} has a RateLimiter already, a second would count requests twice")
        app.extensions["ratelimit"] = self
        app.before_request(self._before)
        app.after_request(self._after)
        got_request_exception.connect(self._failed, app)
        request_finished.connect(self._finished, app)
        app.teardown_request(self._settle)

    def limit(self, limits: RequestLimits, *, cost: Cost = 1) -> Callable[[View], View]:
        """Return a decorator for a view, of any kind, or for a blueprint.

        limits, cost: as those of the app. A view is asked for when it is called, so a decorator above, such as a
        login's, comes first. Above `@app.route`, where Flask does not see it, it holds as well.
        """
        demand = Demand(limits, cost)

        def decorate(view: View) -> View:
            if isinstance(view, Blueprint):
                self._of_blueprints.setdefault(view, []).append(demand)
                return view
            if isinstance(view, Flask):
                raise TypeError("limit decorates a view or a blueprint, got Flask: pass its limits to RateLimiter")
            check_decorated(view, "a view or a blueprint")

            @wraps(view)
            def limited(*args: Any, **kwargs: Any) -> Any:
                self._ask(demand)
                return current_app.ensure_sync(view)(*args, **kwargs)

            for inner in _unwrapped(view):
                self._wrappers.setdefault(inner, []).append((limited, demand))
            return cast("View", limited)

        return decorate

    def exempt(self, view: View) -> View:
        """Let a view, or a blueprint, not count at all. What a decorated view is made of counts at its own address."""
        self._exempt.add(view)
        for inner in _unwrapped(view):
            self._exempt_wrappers.setdefault(inner, []).append(view)
        return view

    def _before(self) -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        blueprints = [current_app.blueprints[name] for name in reversed(request.blueprints)]
        if self._is_exempt(view, blueprints):
            request.environ[DECISIONS] = None
            return
        request.environ[DECISIONS] = Decisions(self._limiter)
        if not self._limiter.is_exempt(request.method, request.path):
            self._ask(None)
        for blueprint in blueprints:
            for demand in self._of_blueprints.get(blueprint, []):
                self._ask(demand)
        for demand in self._not_called(view):
            self._ask(demand)

    def _is_exempt(self, view: Any, blueprints: list[Any]) -> bool:
        if not self._exempt.isdisjoint([*_unwrapped(view), *blueprints]):
            return True
        wrappers = self._exempt_wrappers.get(view)
        return wrappers is not None and not _called().issuperset(wrappers)

    def _not_called(self, view: Any) -> list[Demand]:
        """Return the limits of a view whose decorator stands above `@app.route`, so that Flask knows only the view."""
        wrappers = self._wrappers.get(view)
        if not wrappers:
            return []
        called = _called()
        return [demand for wrapper, demand in wrappers if wrapper not in called]

    def _ask(self, demand: Demand | None) -> None:
        if current_app.extensions.get("ratelimit") is not self:
            raise RuntimeError("This app is not limited by the limiter of its view: call limiter.init_app(app)")
        asked: Request = request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  Flask says so
        decisions = asked.environ.setdefault(DECISIONS, Decisions(self._limiter))
        decided = None if decisions is None else run(decisions.decide(asked, demand))
        if decided is None:
            return
        asked.environ["ratelimit"] = decided
        if not decided.allowed:
            error = TooManyRequests if decided.status == 429 else ServiceUnavailable
            answer = Response(body_of(decided), decided.status, content_type=CONTENT_TYPE)
            raise error(problem(decided)["detail"], answer)

    def _after(self, response: Response) -> Response:
        decisions: Decisions | None = request.environ.get(DECISIONS)
        if decisions is None or not decisions.told:
            return response
        return told_of(response, Headers(response.headers), decisions.fields())

    def _failed(self, _app: Flask, **_error: Any) -> None:
        self._note(500)

    def _finished(self, _app: Flask, response: Response) -> None:
        self._note(response.status_code)

    def _note(self, status: int) -> None:
        """Note the status of the answer. If it fails late, Flask makes a 500, which may fail as well or be replaced."""
        decisions: Decisions | None = request.environ.get(DECISIONS)
        if decisions is not None:
            decisions.status = status

    def _settle(self, _error: BaseException | None) -> None:
        """Settle a request, once: copies of its context are torn down as well, before there is an answer or later."""
        decisions: Decisions | None = request.environ.get(DECISIONS)
        if decisions is not None and decisions.status is not None:
            status, decisions.status = decisions.status, None
            run(decisions.settle(request._get_current_object(), status))  # type: ignore[attr-defined]  # noqa: SLF001


def _client_of(client: ClientKey, asked: Request) -> str:
    return client.of_environ(asked.environ)


def _called() -> set[Any]:
    """Return the views that Flask knows, and what they have wrapped."""
    return {inner for registered in current_app.view_functions.values() for inner in _unwrapped(registered)}


def _unwrapped(view: Any) -> Iterator[Any]:
    """Yield a view, and what its decorators say that they have wrapped."""
    while view is not None:
        yield view
        view = getattr(view, "__wrapped__", None)
