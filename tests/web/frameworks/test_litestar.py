"""Litestar: an app, a router, a controller and a route have limits by middlewares that share their counters."""

import asyncio

from litestar import Controller, Litestar, Router, WebSocket, get, websocket
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from ratelimit.web import Policy, RateLimitMiddleware, SharedMemory
from ratelimit.web.litestar import RateLimiter
from tests.web.asgi_server import Clock, scope_of, serve
from tests.web.asgi_server import get as get_by_asgi

SEARCH = Policy("search", "2/minute")
CLIENT = Policy("client", "4/minute")


def ask(app, *paths, **options):
    return get_by_asgi(
        app, *paths, **{"query_string": b"", "root_path": "", "asgi": {"spec_version": "2.4"}, **options}
    )


def statuses(app, *paths):
    return [answer.status for answer in ask(app, *paths)]


def limits():
    return RateLimiter(new_limiter=SharedMemory(Clock())).limit


def route(path, *middleware, function=lambda: "ok"):
    def handler() -> str:
        return function()

    return get(path, middleware=middleware, sync_to_thread=False)(handler)


def test_the_app_has_a_limit_for_all_routes_together_and_errors_have_the_fields():
    def missing():
        raise NotFoundException

    @get("/number/{number:int}", sync_to_thread=False)
    def number(number: FromPath[int], size: FromQuery[int]) -> int:
        return number

    @get("/stream", sync_to_thread=False)
    def stream() -> Stream:
        return Stream(iter(["a", "b"]))

    app = Litestar(
        [route("/"), route("/missing", function=missing), number, stream],
        middleware=[limits()(CLIENT)],
        openapi_config=None,
    )
    answers = ask(app, "/", "/missing", "/number/1", "/stream", "/")
    assert [answer.status for answer in answers] == [200, 404, 400, 200, 429]
    assert [answer.header("ratelimit") for answer in answers] == [f'"client";r={r};t=15' for r in (3, 2, 1, 0, 0)]
    assert answers[4].header("retry-after") == "15"
    assert answers[4].json()["violated-policies"] == ["client"]


def test_routers_controllers_and_routes_have_limits_and_share_by_policy():
    by = limits()

    class Reports(Controller):
        path = "/reports"
        middleware = (by(SEARCH),)

        @get("/a")
        async def a(self) -> str:
            return "a"

        @get("/b", sync_to_thread=True)
        def b(self) -> str:
            return "b"

    router = Router("/router", route_handlers=[route("/")], middleware=[by(Policy("router", "1/day"))])
    app = Litestar([Reports, router, route("/search", by(SEARCH)), route("/free")], openapi_config=None)
    paths = ["/reports/a", "/reports/b", "/search", "/reports/a", "/router", "/router", "/free"]
    assert statuses(app, *paths) == [200, 200, 429, 429, 200, 429, 200]
    assert ask(app, "/free").header("ratelimit") is None


def test_what_a_route_refuses_does_not_count_for_the_app():
    by = limits()
    routes = [route("/search", by(SEARCH)), route("/")]
    inside = Litestar(routes, middleware=[by(CLIENT)], openapi_config=None)
    by = limits()
    routes = [route("/search", by(SEARCH)), route("/")]
    around = RateLimitMiddleware(Litestar(routes, openapi_config=None), CLIENT, new_limiter=SharedMemory(Clock()))
    for app in (inside, around):
        answers = ask(app, *["/search"] * 9, "/", "/", "/")
        assert [answer.status for answer in answers] == [200, 200] + [429] * 7 + [200, 200, 429]
        assert answers[0].header("ratelimit") == '"search";r=1;t=30, "client";r=3;t=15'
        assert answers[8].header("ratelimit") == '"search";r=0;t=30'


def test_each_app_has_counters_of_its_own_and_its_routes_have_them_together():
    for _ in "ab":
        limit = RateLimiter().limit
        app = Litestar([route("/a"), route("/b")], middleware=[limit(SEARCH)], openapi_config=None)
        assert statuses(app, "/a", "/b", "/a", "/b") == [200, 200, 429, 429]


def test_around_the_app_also_what_has_no_route_counts():
    app = RateLimitMiddleware(Litestar([], openapi_config=None), SEARCH)
    assert statuses(app, "/a", "/b", "/c") == [404, 404, 429]


def test_a_limit_may_depend_on_the_route_and_its_parameters():
    def size(scope):
        return int(scope["path_params"]["size"])

    @get("/{size:int}", middleware=[limits()(Policy("sized", "10/day"), cost=size)])
    async def sized(size: FromPath[int]) -> int:
        return size

    assert statuses(Litestar([sized], openapi_config=None), "/6", "/5", "/4", "/1") == [200, 429, 200, 429]


def test_a_websocket_is_the_apps():
    @websocket("/talk")
    async def talk(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close()

    async def main(limit):
        app = Litestar([talk], middleware=[limit], openapi_config=None)
        scope = {"path": "/talk", "query_string": b"", "root_path": "", "extensions": {"websocket.http.response": {}}}
        return [await serve(app, scope_of(type="websocket", **scope), [{"type": "websocket.connect"}]) for _ in "ab"]

    one = Policy("one", "1/day")
    for limit in (limits()(one, websockets=True), RateLimiter(websockets=True).limit(one)):
        accepted, refused = asyncio.run(main(limit))
        assert accepted.messages[0]["type"] == "websocket.accept"
        assert refused.status == 429
    (passed, _) = asyncio.run(main(RateLimiter(websockets=True).limit(one, websockets=False)))
    assert passed.messages[0]["type"] == "websocket.accept"
