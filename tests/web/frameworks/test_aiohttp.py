"""aiohttp: a middleware limits the app, a decorator handlers of any kind, and every answer has the fields."""

import asyncio
from contextlib import suppress

import pytest
from aiohttp import ClientError, web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request

from ratelimit.web import ClientKey, Policy, SharedMemory
from ratelimit.web.aiohttp import DECIDED, RateLimiter
from tests.web.asgi_server import Clock

SEARCH = Policy("search", "2/minute")
CLIENT = Policy("client", "4/minute")


async def ok(request):
    return web.Response(text="ok")


def made(limits=None, **options):
    """Return an app and its limiter."""
    app = web.Application()
    limiter = RateLimiter(limits, **{"new_limiter": SharedMemory(Clock()), **options})
    limiter.setup(app)
    return app, limiter


class Answer:
    def __init__(self, response, body):
        self.status, self.headers, self.body = response.status, response.headers, body


def get(app, *paths, method="GET", headers=None):
    """Ask a server of the app, over a socket, for each path in turn."""

    async def main():
        answers = []
        async with TestClient(TestServer(app)) as client:
            for path in paths:
                async with client.request(method, path, headers=headers) as response:
                    answers.append(Answer(response, await response.read()))
        return answers

    return asyncio.run(main())


def statuses(*arguments, **options):
    return [answer.status for answer in get(*arguments, **options)]


def test_the_app_has_limits_and_clients_are_told():
    app, _ = made(SEARCH)
    app.router.add_get("/", ok)
    first, second, third = get(app, "/", "/", "/")
    assert [answer.status for answer in (first, second, third)] == [200, 200, 429]
    assert first.headers["RateLimit-Policy"] == '"search";q=2;w=60'
    assert [answer.headers["RateLimit"] for answer in (first, third)] == ['"search";r=1;t=30', '"search";r=0;t=30']
    assert (first.headers.get("Retry-After"), third.headers["Retry-After"]) == (None, "30")
    assert third.headers["Content-Type"].startswith("application/problem+json")
    assert b'"violated-policies": ["search"]' in third.body


def test_errors_and_streams_have_the_fields():
    async def broken(request):
        raise KeyError

    async def forbidden(request):
        raise web.HTTPForbidden

    async def stream(request):
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"a")
        return response

    app, _ = made(Policy("many", "60/minute"))
    for handler in (broken, forbidden, stream):
        app.router.add_get(f"/{handler.__name__}", handler)
    answers = get(app, "/broken", "/forbidden", "/stream", "/nowhere")
    assert [answer.status for answer in answers] == [500, 403, 200, 404]
    assert [answer.headers["RateLimit"] for answer in answers] == [f'"many";r={59 - n};t=1' for n in range(4)]


def test_a_handler_has_limits_and_what_it_refuses_does_not_count_for_the_app():
    app, limiter = made(CLIENT)
    app.router.add_get("/search", limiter.limit(SEARCH)(ok))
    app.router.add_get("/", ok)
    answers = get(app, *["/search"] * 9, "/", "/", "/")
    assert [answer.status for answer in answers] == [200, 200] + [429] * 7 + [200, 200, 429]
    assert answers[0].headers["RateLimit"] == '"search";r=1;t=30, "client";r=3;t=15'
    assert answers[8].headers["RateLimit"] == '"search";r=0;t=30'
    assert answers[8].headers["Retry-After"] == "30"


def test_handlers_with_one_policy_share_it_and_stacked_limits_all_hold():
    app, limiter = made()
    inner, outer = (limiter.limit(Policy(name, quota)) for name, quota in [("inner", "9/day"), ("outer", "1/day")])
    handlers = {"/a": limiter.limit(SEARCH)(ok), "/b": limiter.limit(SEARCH)(ok), "/c": outer(inner(ok)), "/free": ok}
    for path, handler in handlers.items():
        app.router.add_get(path, handler)
    answers = get(app, "/a", "/b", "/a", "/b", "/c", "/c", "/free")
    assert [answer.status for answer in answers] == [200, 200, 429, 429, 200, 429, 200]
    assert "RateLimit" not in answers[6].headers


def test_classes_and_methods_have_limits():
    app, limiter = made()

    def one(name):
        return limiter.limit(Policy(name, "1/day"))

    @one("whole")
    class Whole(web.View):
        async def get(self):
            return web.Response()

    class Methods(web.View):
        @one("get")
        async def get(self):
            return web.Response()

        async def post(self):
            return web.Response()

    class Plain:
        @one("plain")
        async def handle(self, request):
            return web.Response()

    app.router.add_view("/whole", Whole)
    app.router.add_view("/methods", Methods)
    app.router.add_get("/plain", Plain().handle)
    assert statuses(app, *["/whole", "/methods", "/plain"] * 2) == [200] * 3 + [429] * 3


def test_a_handler_may_choose_its_policies_and_what_it_costs():
    async def plan(request):
        return Policy("pro", "10/day") if request.path == "/pro" else None

    app, limiter = made()
    handler = limiter.limit(plan, cost=lambda request: int(request.query["size"]))(ok)
    app.router.add_get("/{plan}", handler)
    paths = ["/pro?size=6", "/pro?size=5", "/pro?size=4", "/free?size=9", "/pro?size=1", "/pro?size=11"]
    answers = get(app, *paths)
    assert [answer.status for answer in answers] == [200, 429, 200, 200, 429, 429]
    assert "Retry-After" not in answers[5].headers


def test_what_an_answer_has_cost_after_all_is_settled():
    async def fails(request):
        raise {"http": web.HTTPServiceUnavailable, "other": KeyError}[request.match_info["how"]]

    app, limiter = made(settle=lambda request, status: 0 if status >= 500 else None)
    app.router.add_get("/fails/{how}", limiter.limit(SEARCH)(fails))
    app.router.add_get("/search", limiter.limit(SEARCH)(ok))
    assert statuses(app, *["/fails/http", "/fails/other"] * 3, *["/search"] * 3) == [503, 500] * 3 + [200, 200, 429]


async def endless(request):
    await asyncio.sleep(3600)


async def upload(request):
    await request.read()


async def upload_with_an_error_page(request):
    try:
        await request.read()
    except Exception as error:
        raise web.HTTPServiceUnavailable from error


async def stream(request):
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"x" * 1000)
        await asyncio.sleep(0)


async def stream_that_breaks_off(request):
    await web.StreamResponse(status=203).prepare(request)
    raise web.HTTPServiceUnavailable


@pytest.mark.parametrize(("handler", "status", "cancels"), [
    (endless, 499, True),
    (upload, 499, True),
    (upload, 499, False),
    (upload_with_an_error_page, 499, True),
    (upload_with_an_error_page, 499, False),
    (stream, 200, True),
    (stream, 200, False),
])  # fmt: skip
def test_nobody_gets_units_back_by_hanging_up(handler, status, cancels):
    async def main():
        begun, settled = asyncio.Event(), asyncio.get_running_loop().create_future()

        async def begin(request):
            begun.set()
            return await handler(request)

        app, _ = made(CLIENT, settle=lambda request, status: settled.set_result(status))
        app.router.add_post("/", begin)
        runner = web.AppRunner(app, handler_cancellation=cancels)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        _, writer = await asyncio.open_connection(*runner.addresses[0])
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        await asyncio.wait_for(begun.wait(), 60)
        writer.transport.abort()
        status = await asyncio.wait_for(settled, 60)
        await runner.cleanup()
        return status

    assert asyncio.run(main()) == status


def test_an_answer_that_breaks_off_is_settled_by_the_status_that_it_began_with():
    settled = []
    app, _ = made(CLIENT, settle=lambda request, status: settled.append(status))
    app.router.add_get("/", stream_that_breaks_off)
    with suppress(ClientError):
        get(app, "/")
    assert settled == [203]


def test_refusals_are_the_apps_to_answer():
    @web.middleware
    async def sorry(request, handler):
        try:
            return await handler(request)
        except web.HTTPTooManyRequests:
            return web.Response(text=f"again in {request[DECIDED].retry_after()}", status=429)

    app = web.Application(middlewares=[sorry])
    RateLimiter(Policy("one", "1/day"), new_limiter=SharedMemory(Clock())).setup(app)
    app.router.add_get("/", ok)
    answer = get(app, "/", "/")[1]
    assert answer.body == b"again in 86400"
    assert answer.headers["Retry-After"] == "86400"
    assert answer.headers["RateLimit"] == '"one";r=0;t=86400'


def test_sub_apps_have_limits_of_their_own_within_those_of_the_app():
    app, limiter = made(CLIENT)
    inner, _ = made(Policy("inner", "3/minute"))
    inner.router.add_get("/search", limiter.limit(SEARCH)(ok))
    inner.router.add_get("/", ok)
    app.add_subapp("/inner", inner)
    answers = get(app, *["/inner/search"] * 3, "/inner/", "/inner/")
    assert [answer.status for answer in answers] == [200, 200, 429, 200, 429]
    assert answers[0].headers["RateLimit"] == '"search";r=1;t=30, "inner";r=2;t=20, "client";r=3;t=15'


def test_one_limiter_of_an_app_and_of_its_sub_app_counts_settles_and_tells_a_request_once():
    settled = []

    def settle(request, status):
        settled.append(status)
        return 0 if request.path == "/inner/free" else None

    app, limiter = made(CLIENT, settle=settle)
    inner = web.Application()
    limiter.setup(inner)
    for path in ("/free", "/paid"):
        inner.router.add_get(path, ok)
    app.add_subapp("/inner", inner)
    answers = get(app, "/inner/paid", "/inner/paid", "/inner/free", "/inner/free", "/inner/paid")
    assert [answer.status for answer in answers] == [200] * 5
    assert answers[4].headers["RateLimit"] == '"client";r=1;t=15'
    assert answers[4].headers["RateLimit-Policy"] == '"client";q=4;w=60'
    assert settled == [200] * 5


def test_paths_and_methods_may_be_exempt():
    app, _ = made(Policy("one", "1/day"), exempt_paths=["/health"], exempt_methods=["OPTIONS"])
    app.router.add_route("*", "/{path:.*}", ok)
    assert statuses(app, "/health", "/", "/health", "/") == [200, 200, 200, 429]
    assert (
        statuses(made(Policy("one", "1/day"), exempt_methods=["OPTIONS"])[0], "/", "/", method="OPTIONS") == [404] * 2
    )


def test_a_websocket_is_the_apps_and_a_refused_handshake_has_an_answer():
    async def talk(request):
        websocket = web.WebSocketResponse()
        await websocket.prepare(request)
        async for message in websocket:
            await websocket.send_str(message.data)
        return websocket

    async def main():
        async with TestClient(TestServer(app)) as client:
            async with client.ws_connect("/") as websocket:
                await websocket.send_str("hello")
                said = (await websocket.receive()).data
            async with client.get("/") as refused:
                return said, refused.status, refused.headers["Retry-After"]

    app, limiter = made()
    app.router.add_get("/", limiter.limit(Policy("one", "1/day"))(talk))
    assert asyncio.run(main()) == ("hello", 429, "86400")


@pytest.mark.parametrize(("trusted", "expected"), [([], [200, 429, 429]), (["127.0.0.0/8"], [200, 200, 429])])
def test_the_client_is_the_peer_or_what_trusted_proxies_say(trusted, expected):
    app, _ = made(Policy("one", "1/day"), client=ClientKey(trusted))
    app.router.add_get("/", ok)

    async def main():
        async with TestClient(TestServer(app)) as client:
            lines = ["1.2.3.4", "6.6.6.6, 1.2.3.5", "7.7.7.7, 1.2.3.5"]
            return [(await client.get("/", headers={"X-Forwarded-For": line})).status for line in lines]

    assert asyncio.run(main()) == expected


def test_a_limit_above_the_route_is_an_error_when_the_app_starts():
    app, limiter = made()
    routes = web.RouteTableDef()

    @limiter.limit(SEARCH)
    @routes.get("/")
    async def search(request):
        return web.Response()

    app.add_routes(routes)
    with pytest.raises(RuntimeError, match=r"limit of search does not hold: put @limiter\.limit\(\.\.\.\) below"):
        get(app, "/")


def test_without_setup_a_limit_is_an_error_and_not_left_out():
    limited = RateLimiter().limit(SEARCH)(ok)
    with pytest.raises(RuntimeError, match=r"limiter\.setup\(app\)"):
        asyncio.run(limited(make_mocked_request("GET", "/")))


def test_a_second_setup_is_an_error_and_does_not_count_twice():
    app, limiter = made(CLIENT)
    with pytest.raises(RuntimeError, match="This limiter is set up for this app already"):
        limiter.setup(app)
    limiter.setup(web.Application())
    assert get(app, "/")[0].headers["RateLimit"] == '"client";r=3;t=15'


def test_if_the_limiter_fails_on_error_decides():
    class Failing:
        def __init__(self, *_, **__): ...

        async def hit(self, key, cost=1):
            raise ConnectionError

    for on_error, status in [("open", 200), ("closed", 503)]:
        app, _ = made(SEARCH, new_limiter=Failing, on_error=on_error)
        app.router.add_get("/", ok)
        answer = get(app, "/")[0]
        assert (answer.status, answer.headers.get("RateLimit")) == (status, None)


def test_wrong_arguments_are_errors_at_once():
    with pytest.raises(TypeError, match="got '5/minute': a limit needs a name as well"):
        RateLimiter().limit("5/minute")


def test_what_is_no_handler_is_told():
    with pytest.raises(TypeError, match="limit decorates a handler, got 5"):
        RateLimiter().limit(Policy("a", "1/day"))(5)
