"""Django: a middleware limits all, a decorator views of any kind, and throttles those of Django REST framework."""

import asyncio

import django
import pytest
from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.test import AsyncClient, Client, override_settings
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View

from ratelimit.web import Policy, SharedMemory
from ratelimit.web.django import limit
from tests.web.asgi_server import Clock, scope_of

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["*"],
        MIDDLEWARE=["ratelimit.web.django.RateLimitMiddleware"],
        REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": [], "UNAUTHENTICATED_USER": None},
        SECRET_KEY="no secret",  # noqa: S106
    )
    django.setup()

from rest_framework.decorators import api_view, throttle_classes
from rest_framework.response import Response
from rest_framework.views import APIView

from ratelimit.web.rest_framework import RateLimitThrottle

SEARCH = Policy("search", "2/minute")
CLIENT = Policy("client", "4/minute")


def ok(request, **_):
    return HttpResponse("ok")


async def ok_async(request):
    return HttpResponse("ok")


def asked(views, *paths, method="GET", client=Client, settings=None, **options):
    """Ask an app with these views for each path, and return the answers."""
    urls = type("urls", (), {"urlpatterns": [path(name, view) for name, view in views.items()]})
    options = {"new_limiter": SharedMemory(Clock()), **options}
    with override_settings(ROOT_URLCONF=urls, RATELIMIT=options, **(settings or {})):
        browser = client(raise_request_exception=False)
        if client is Client:
            return [browser.generic(method, asked) for asked in paths]

        async def main():
            return [await browser.generic(method, asked) for asked in paths]

        return asyncio.run(main())


def statuses(*arguments, **options):
    return [answer.status_code for answer in asked(*arguments, **options)]


BOTH = pytest.mark.parametrize("client", [Client, AsyncClient])


@BOTH
@pytest.mark.parametrize("view", [ok, ok_async])
def test_the_app_has_limits_and_clients_are_told(client, view):
    first, second, third = asked({"": view}, "/", "/", "/", limits=SEARCH, client=client)
    assert [answer.status_code for answer in (first, second, third)] == [200, 200, 429]
    assert first.headers["RateLimit-Policy"] == '"search";q=2;w=60'
    assert [answer.headers["RateLimit"] for answer in (first, third)] == ['"search";r=1;t=30', '"search";r=0;t=30']
    assert (first.headers.get("Retry-After"), third.headers["Retry-After"]) == (None, "30")
    assert third.headers["Content-Type"] == "application/problem+json"
    assert third.json()["violated-policies"] == ["search"]


@BOTH
def test_errors_and_streams_have_the_fields(client):
    def raising(error):
        def view(request):
            raise error

        return view

    views = {
        "forbidden": raising(PermissionDenied()),
        "missing": raising(Http404()),
        "broken": raising(KeyError()),
        "stream": lambda request: StreamingHttpResponse([b"a"]),
    }
    paths = [*(f"/{name}" for name in views), "/nowhere"]
    answers = asked(views, *paths, limits=Policy("many", "60/minute"), client=client)
    assert [answer.status_code for answer in answers] == [403, 404, 500, 200, 404]
    assert [answer.headers["RateLimit"] for answer in answers] == [f'"many";r={59 - n};t=1' for n in range(5)]


@BOTH
@pytest.mark.parametrize("view", [ok, ok_async])
def test_a_view_has_limits_and_what_it_refuses_does_not_count_for_the_app(client, view):
    views = {"search": limit(SEARCH)(view), "": ok}
    answers = asked(views, *["/search"] * 9, "/", "/", "/", limits=CLIENT, client=client)
    assert [answer.status_code for answer in answers] == [200, 200] + [429] * 7 + [200, 200, 429]
    assert answers[0].headers["RateLimit"] == '"search";r=1;t=30, "client";r=3;t=15'
    assert answers[8].headers["RateLimit"] == '"search";r=0;t=30'
    assert answers[8].headers["Retry-After"] == "30"


def test_a_decorated_view_is_for_asyncio_if_it_was_before():
    assert [iscoroutinefunction(limit(SEARCH)(view)) for view in (ok, ok_async)] == [False, True]


@BOTH
def test_views_with_one_policy_share_it_and_stacked_limits_all_hold(client):
    views = {
        "a": limit(SEARCH)(ok),
        "b": limit(SEARCH)(ok_async),
        "c": limit(Policy("outer", "1/day"))(limit(Policy("inner", "9/day"))(ok)),
        "free": ok,
    }
    answers = asked(views, "/a", "/b", "/a", "/b", "/c", "/c", "/free", client=client)
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429, 200, 429, 200]
    assert answers[4].headers["RateLimit"].startswith('"inner";r=8;t=')
    assert "RateLimit" not in answers[6].headers


class Sync(View):
    def get(self, request):
        return HttpResponse("ok")


class Async(View):
    async def get(self, request):
        return HttpResponse("ok")


@BOTH
@pytest.mark.parametrize("view", [Sync, Async])
def test_classes_have_limits_in_every_usual_way(client, view):
    one = Policy("one", "1/day")

    class Method(view):
        get = limit(one)(view.get)

    class MethodDecorator(view):
        get = method_decorator(limit(one))(view.get)

    ways = [
        limit(one)(view.as_view()),
        method_decorator(limit(one), name="dispatch")(type("Dispatch", (view,), {})).as_view(),
        limit(one)(type("Whole", (view,), {})).as_view(),
        Method.as_view(),
        MethodDecorator.as_view(),
    ]
    for way in ways:
        assert statuses({"": way}, "/", "/", client=client) == [200, 429]


@BOTH
def test_a_view_may_choose_its_policies_and_what_it_costs(client):
    def plan(request):
        return Policy("pro", "10/day") if request.path == "/pro" else None

    view = limit(plan, cost=lambda request: int(request.GET["size"]))(ok_async)
    paths = ["/pro?size=6", "/pro?size=5", "/pro?size=4", "/free?size=9", "/pro?size=1", "/pro?size=11"]
    answers = asked({"pro": view, "free": view}, *paths, client=client)
    assert [answer.status_code for answer in answers] == [200, 429, 200, 200, 429, 429]
    assert "Retry-After" not in answers[5].headers


@BOTH
def test_what_an_answer_has_cost_after_all_is_settled(client):
    views = {"fails": limit(SEARCH)(lambda request: HttpResponse(status=503)), "search": limit(SEARCH)(ok)}
    paths = ["/fails"] * 4 + ["/search"] * 3
    settle = lambda request, status: 0 if status >= 500 else None  # noqa: E731
    assert statuses(views, *paths, client=client, settle=settle) == [503] * 4 + [200, 200, 429]


@BOTH
def test_refusals_are_the_apps_to_answer(client):
    def sorry(request):
        return HttpResponse(f"again in {request.ratelimit.retry_after()}", status=429)

    one = Policy("one", "1/day")
    for options, view in [({"limits": one}, ok), ({}, limit(one)(ok)), ({}, limit(one)(ok_async))]:
        answer = asked({"": view}, "/", "/", client=client, refused=sorry, **options)[1]
        assert answer.content == b"again in 86400"
        assert answer.headers["Retry-After"] == "86400"
        assert answer.headers["RateLimit"] == '"one";r=0;t=86400'


@BOTH
def test_paths_and_methods_may_be_exempt(client):
    options = {"limits": Policy("one", "1/day"), "exempt_paths": ["/health"], "exempt_methods": ["OPTIONS"]}
    paths = ["/health", "/", "/health", "/"]
    views = {"health": ok, "": ok}
    assert statuses(views, *paths, client=client, **options) == [200, 200, 200, 429]
    assert statuses(views, "/", "/", method="OPTIONS", client=client, **options) == [200, 200]


def test_the_event_loop_does_not_wait_for_a_limiter():
    loop_runs = []

    class Blocking:
        def __init__(self, *_, **__): ...

        def hit(self, key, cost=1):
            with pytest.raises(RuntimeError):
                asyncio.get_running_loop()
            loop_runs.append(False)
            raise ConnectionError

    views = {"": limit(CLIENT)(ok_async)}
    answers = asked(views, "/", limits=SEARCH, new_limiter=Blocking, client=AsyncClient)
    assert [answer.status_code for answer in answers] == [200]
    assert loop_runs == [False, False]


class Awaited:
    """Limiters for asyncio, which must be asked in the event loop of the app."""

    def __init__(self, clock=None):
        self.memory = SharedMemory(clock or Clock())
        self.loops = set()

    def __call__(self, *arguments, **options):
        limiter, loops = self.memory(*arguments, **options), self.loops

        class Limiter:
            async def hit(self, key, cost=1):
                loops.add(asyncio.get_running_loop())
                return limiter.hit(key, cost)

            async def charge(self, key, cost=1):
                limiter.charge(key, cost)

            async def refund(self, key, cost=1):
                loops.add(asyncio.get_running_loop())
                return limiter.refund(key, cost)

        return Limiter()


@pytest.mark.parametrize("view", [ok, ok_async, Sync, Async])
def test_limiters_for_asyncio_are_asked_in_one_event_loop_also_by_views_without_one(view):
    async def by(request):
        return "everybody"

    view = view.as_view() if isinstance(view, type) else view
    new_limiter = Awaited()
    views = {"search": limit(Policy("search", "2/minute", by=by))(view), "": ok}
    options = {"limits": CLIENT, "new_limiter": new_limiter, "client": AsyncClient}
    settle = lambda request, status: None  # noqa: E731
    answers = asked(views, *["/search"] * 4, *["/"] * 3, **options, settle=settle)
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429, 200, 200, 429]
    assert answers[0].headers["RateLimit"] == '"search";r=1;t=30, "client";r=3;t=15'
    assert len(new_limiter.loops) == 1


@pytest.mark.parametrize("new_limiter", [SharedMemory(Clock()), Awaited()])
def test_a_request_whose_client_leaves_is_settled(new_limiter):
    asked = []

    def settle(request, status):
        asked.append(status)
        return 4

    async def main():
        begun = asyncio.Event()

        async def endless(request):
            begun.set()
            await asyncio.sleep(3600)

        async def receive():
            if not messages:
                await begun.wait()
            return messages.pop() if messages else {"type": "http.disconnect"}

        messages = [{"type": "http.request", "body": b"", "more_body": False}]
        urls = type("urls", (), {"urlpatterns": [path("", endless), path("ok", ok)]})
        options = {"limits": CLIENT, "settle": settle, "new_limiter": new_limiter}
        with override_settings(ROOT_URLCONF=urls, RATELIMIT=options):
            await get_asgi_application()(scope_of(client=("127.0.0.1", 5), query_string=b""), receive, None)
            return await AsyncClient().get("/ok")

    answer = asyncio.run(main())
    assert asked == [499]
    assert answer.headers["Retry-After"] == "15"


def test_limiters_for_asyncio_are_asked_by_throttles():
    answers = asked({"": throttled(SearchThrottle)}, "/", "/", "/", new_limiter=Awaited(), client=AsyncClient)
    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_without_asgi_limiters_for_asyncio_are_an_error():
    with pytest.raises(ImproperlyConfigured, match="RATELIMIT: new_limiter must make plain limiters, as RedisLimiter"):
        asked({"": ok}, "/", new_limiter=Awaited())


@BOTH
def test_if_the_limiter_fails_on_error_decides(client):
    class Failing:
        def __init__(self, *_, **__): ...

        def hit(self, key, cost=1):
            raise ConnectionError

    for on_error, status in [("open", 200), ("closed", 503)]:
        answer = asked({"": ok}, "/", limits=SEARCH, new_limiter=Failing, on_error=on_error, client=client)[0]
        assert (answer.status_code, answer.headers.get("RateLimit")) == (status, None)


def test_without_the_middleware_a_limit_is_an_error_and_not_left_out():
    request = django.test.RequestFactory().get("/")
    with pytest.raises(ImproperlyConfigured, match=r"MIDDLEWARE must have 'ratelimit.web.django.RateLimitMiddleware'"):
        limit(SEARCH)(ok)(request)


def test_wrong_settings_are_errors_when_the_app_starts():
    with pytest.raises(ImproperlyConfigured, match="RATELIMIT: limits must be a Policy, or several, got '5/minute'"):
        asked({"": ok}, "/", limits="5/minute")
    for name in ("settle", "refused"):
        with pytest.raises(ImproperlyConfigured, match=f"RATELIMIT: {name} must be callable, got 'shop.function'"):
            asked({"": ok}, "/", **{name: "shop.function"})
    with pytest.raises(ImproperlyConfigured, match="RATELIMIT: exempt_paths must be texts, got None"):
        asked({"": ok}, "/", exempt_paths=[None])
    with pytest.raises(ImproperlyConfigured, match=r"RATELIMIT: an option must be one of limits, .*, got 'limit'"):
        asked({"": ok}, "/", limit=SEARCH)


# Django REST framework


class SearchThrottle(RateLimitThrottle):
    limits = SEARCH


class ByUser(RateLimitThrottle):
    limits = Policy("user", "1/day", by=lambda request: request.query_params.get("user"))


def throttled(*throttles):
    class Throttled(APIView):
        throttle_classes = throttles

        def get(self, request):
            return Response("ok")

    return Throttled.as_view()


@BOTH
def test_a_throttle_limits_and_tells_the_wait_and_the_fields(client):
    answers = asked({"": throttled(SearchThrottle)}, "/", "/", "/", limits=CLIENT, client=client)
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0].headers["RateLimit"] == '"search";r=1;t=30, "client";r=3;t=15'
    assert answers[2].headers["RateLimit"] == '"search";r=0;t=30'
    assert answers[2].headers["Retry-After"] == "30"
    assert answers[2].json() == {"detail": "Request was throttled. Expected available in 30 seconds."}


def test_a_throttle_of_a_function_and_one_by_what_the_request_says():
    @api_view(["GET"])
    @throttle_classes([ByUser])
    def view(request):
        return Response("ok")

    assert statuses({"": view}, "/?user=ann", "/?user=ann", "/?user=bob") == [200, 429, 200]


def test_throttles_after_one_that_refuses_do_not_count_and_those_before_get_back():
    class Before(RateLimitThrottle):
        limits = Policy("before", "5/day")

    class After(RateLimitThrottle):
        limits = Policy("after", "5/day")

    class Never(RateLimitThrottle):
        limits = Policy("never", "5/day")
        cost = 6

    views = {"all": throttled(Before, SearchThrottle, After), "both": throttled(Before, After), "no": throttled(Never)}
    answers = asked(views, *["/all"] * 5, "/both", "/no")
    assert [answer.status_code for answer in answers] == [200] * 2 + [429] * 3 + [200, 429]
    assert '"before";r=2;' in answers[5].headers["RateLimit"]
    assert '"after";r=2;' in answers[5].headers["RateLimit"]
    assert "Retry-After" not in answers[6].headers


def test_decorators_hold_above_and_below_api_view():
    for view in (
        limit(Policy("one", "1/day"))(api_view(["GET"])(lambda request: Response("ok"))),
        api_view(["GET"])(limit(Policy("one", "1/day"))(lambda request: Response("ok"))),
    ):
        assert statuses({"": view}, "/", "/") == [200, 429]


def test_a_throttle_whose_limiter_has_failed_answers_503():
    class Failing:
        def __init__(self, *_, **__): ...

        def hit(self, key, cost=1):
            raise ConnectionError

    for on_error, status in [("open", 200), ("closed", 503)]:
        views = {"": throttled(SearchThrottle)}
        assert statuses(views, "/", new_limiter=Failing, on_error=on_error) == [status]


def test_a_throttle_without_limits_is_an_error_at_once():
    with pytest.raises(TypeError, match="got '5/minute': a limit needs a name as well"):
        type("Wrong", (RateLimitThrottle,), {"limits": "5/minute"})
    with pytest.raises(ValueError, match="got none"):
        type("Wrong", (RateLimitThrottle,), {"limits": []})


def test_a_throttle_of_no_class_of_ones_own_says_that_it_has_no_limits():
    with pytest.raises(TypeError, match="RateLimitThrottle has no limits: name a subclass"):
        RateLimitThrottle()


def by_name(request):
    return limit(SEARCH)(ok)(request=request)


async def by_name_async(request):
    return await limit(SEARCH)(ok_async)(request=request)


@pytest.mark.parametrize(("client", "view"), [(Client, by_name), (AsyncClient, by_name_async)])
def test_a_request_may_be_named(client, view):
    assert [answer.status_code for answer in asked({"a": view}, "/a", "/a", "/a", client=client)] == [200, 200, 429]


def test_a_decorated_function_without_a_request_is_no_view():
    with pytest.raises(TypeError, match="limit decorates a view, whose first argument is the request"):
        limit(SEARCH)(ok)()


@pytest.mark.parametrize("client", [Client, AsyncClient])
def test_a_response_that_a_view_returns_again_has_the_fields_of_each_request_alone(client):
    pong = HttpResponse("pong", headers={"X-Mine": "1"})
    answers = asked({"": lambda request: pong}, "/", "/", "/", client=client, limits=CLIENT)
    assert [answer["RateLimit"] for answer in answers] == [f'"client";r={left};t=15' for left in (3, 2, 1)]
    assert {(answer.content, answer["X-Mine"]) for answer in answers} == {(b"pong", "1")}
    assert "RateLimit" not in pong.headers


@pytest.mark.parametrize("said", [None, 5, Policy("a", "1/day")])
def test_settings_that_are_no_dict_are_told(said):
    with override_settings(RATELIMIT=said), pytest.raises(ImproperlyConfigured, match="RATELIMIT must be a dict of"):
        Client().get("/")


def test_what_is_no_view_is_told():
    with pytest.raises(TypeError, match="limit decorates a view, got 5"):
        limit(SEARCH)(5)


def test_a_throttle_may_leave_its_limits_to_those_that_derive_from_it():
    class Ours(RateLimitThrottle):
        cost = 2

    class Search(Ours):
        limits = SEARCH

    with pytest.raises(TypeError, match="Ours has no limits: name a subclass"):
        Ours()
    view = throttle_classes([Search])(lambda request: Response("found"))
    assert [answer.status_code for answer in asked({"": api_view(["GET"])(view)}, "/", "/")] == [200, 429]
