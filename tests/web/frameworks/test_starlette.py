"""Starlette needs no module of ours: the middleware stands in its lists, for the app, a mount and a route."""

from functools import partial

from starlette.applications import Starlette
from starlette.endpoints import HTTPEndpoint
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from ratelimit.web import Policy, RateLimitMiddleware, SharedMemory
from tests.web.asgi_server import Clock
from tests.web.asgi_server import get as get_by_asgi

SEARCH = Policy("search", "2/minute")
CLIENT = Policy("client", "4/minute")


def get(app, *paths, **options):
    return get_by_asgi(app, *paths, **{"query_string": b"", "asgi": {"spec_version": "2.4"}, **options})


def hello(request):
    return PlainTextResponse("hello")


async def hello_async(request):
    return PlainTextResponse("hello")


def limit():
    """Return what makes middlewares whose counters are shared."""
    return partial(Middleware, RateLimitMiddleware, new_limiter=SharedMemory(Clock()))


def test_the_app_has_a_limit_and_errors_have_the_fields():
    def fails(request):
        raise HTTPException(403)

    app = Starlette(routes=[Route("/", hello), Route("/fails", fails)], middleware=[limit()(limits=CLIENT)])
    answers = get(app, "/", "/fails", "/nowhere", "/", "/")
    assert [answer.status for answer in answers] == [200, 403, 404, 200, 429]
    assert [answer.header("ratelimit") for answer in answers] == [f'"client";r={r};t=15' for r in (3, 2, 1, 0, 0)]


def test_routes_mounts_and_endpoints_of_any_kind_have_limits_and_share_by_policy():
    class Endpoint(HTTPEndpoint):
        async def get(self, request):
            return PlainTextResponse("hello")

    by = limit()
    routes = [
        Route("/sync", hello, middleware=[by(limits=SEARCH)]),
        Route("/async", hello_async, middleware=[by(limits=SEARCH)]),
        Route("/class", Endpoint, middleware=[by(limits=SEARCH)]),
        Mount("/mount", routes=[Route("/a", hello)], middleware=[by(limits=Policy("mount", "1/day"))]),
        Route("/free", hello),
    ]
    answers = get(Starlette(routes=routes), "/sync", "/async", "/class", "/sync", "/mount/a", "/mount/a", "/free")
    assert [answer.status for answer in answers] == [200, 200, 429, 429, 200, 429, 200]
    assert answers[6].header("ratelimit") is None


def test_what_a_route_refuses_does_not_count_for_the_app():
    by = limit()
    routes = [Route("/search", hello, middleware=[by(limits=SEARCH)]), Route("/", hello)]
    app = Starlette(routes=routes, middleware=[by(limits=CLIENT)])
    answers = get(app, *["/search"] * 9, "/", "/", "/")
    assert [answer.status for answer in answers] == [200, 200] + [429] * 7 + [200, 200, 429]
    assert answers[0].header("ratelimit") == '"search";r=1;t=30, "client";r=3;t=15'
    assert answers[8].header("ratelimit") == '"search";r=0;t=30'
    assert answers[8].header("retry-after") == "30"


def test_middlewares_inside_one_another_settle_each_its_own_and_only_once():
    settled = []

    def settle(name):
        return lambda scope, status: settled.append((name, status))

    by = limit()
    routes = [Route("/", hello, middleware=[by(limits=SEARCH, settle=settle("route"))])]
    app = Starlette(routes=routes, middleware=[by(limits=CLIENT, settle=settle("app"))])
    assert [answer.status for answer in get(app, "/", "/", "/")] == [200, 200, 429]
    assert sorted(settled) == [("app", 200)] * 2 + [("route", 200)] * 2


def test_inside_of_cors_a_preflight_does_not_count_and_a_refusal_can_be_read():
    cors = Middleware(CORSMiddleware, allow_origins=["*"], expose_headers=["RateLimit", "Retry-After"])
    app = Starlette(routes=[Route("/", hello)], middleware=[cors, limit()(limits=Policy("one", "1/day"))])
    preflight = [("origin", "https://a.example"), ("access-control-request-method", "GET")]
    assert get(app, method="OPTIONS", headers=preflight).status == 200
    answers = get(app, "/", "/", headers=[("origin", "https://a.example")])
    assert [answer.status for answer in answers] == [200, 429]
    assert answers[1].header("access-control-allow-origin") == "*"
