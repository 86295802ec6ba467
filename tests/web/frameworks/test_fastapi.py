"""FastAPI: a route, a router and an app have limits by a dependency, and every answer has the fields."""

import asyncio

import pytest
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, WebSocket
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.middleware.base import BaseHTTPMiddleware

from ratelimit.web import Policy, RateLimitMiddleware, SharedMemory
from ratelimit.web.fastapi import RESPONSES, RateLimit, RateLimited, problem_details
from tests.web.asgi_server import Clock, scope_of, serve
from tests.web.asgi_server import get as get_by_asgi

SEARCH = Policy("search", "2/minute")
CLIENT = Policy("client", "4/minute")


def get(app, *paths, **options):
    return get_by_asgi(app, *paths, **{"query_string": b"", "asgi": {"spec_version": "2.4"}, **options})


def statuses(app, *paths, **options):
    return [answer.status for answer in get(app, *paths, **options)]


def app_of(limits=None, dependencies=(), **options):
    app = FastAPI(dependencies=dependencies)
    app.add_middleware(RateLimitMiddleware, limits=limits, new_limiter=SharedMemory(Clock()), **options)
    return app


def search_of(app, path="/search", limits=SEARCH, **options):
    """Give an app a route with a limit."""

    @app.get(path, dependencies=[Depends(RateLimit(limits, **options))])
    def search():
        return {"found": 0}

    return app


def test_a_route_has_a_limit_and_clients_are_told():
    app = search_of(app_of())
    first, second, third = get(app, "/search", "/search", "/search")
    assert [answer.status for answer in (first, second, third)] == [200, 200, 429]
    assert first.header("ratelimit-policy") == '"search";q=2;w=60'
    assert [answer.header("ratelimit") for answer in (first, second, third)] == [
        '"search";r=1;t=30', '"search";r=0;t=30', '"search";r=0;t=30',
    ]  # fmt: skip
    assert (first.header("retry-after"), third.header("retry-after")) == (None, "30")
    assert third.json() == {"detail": "Try again in 30 seconds."}
    assert get(app, "/search", client=("192.0.2.2", 1)).status == 200


def test_what_has_no_limit_has_no_fields():
    app = search_of(app_of())
    app.get("/free")(lambda: None)
    assert [get(app, path).header("ratelimit") for path in ("/free", "/nowhere")] == [None, None]


def test_routes_with_one_policy_share_it_and_others_do_not():
    app = app_of()
    for path, policy in [("/a", SEARCH), ("/b", SEARCH), ("/c", Policy("other", "2/minute"))]:
        search_of(app, path, policy)
    assert statuses(app, "/a", "/b", "/a", "/b", "/c", "/c", "/c") == [200, 200, 429, 429, 200, 200, 429]


def test_a_router_and_an_app_have_limits():
    app = app_of(dependencies=[Depends(RateLimit(CLIENT))])
    router = APIRouter(prefix="/api", dependencies=[Depends(RateLimit(SEARCH))])
    router.get("/a")(lambda: None)
    router.get("/b")(lambda: None)
    app.include_router(router)
    app.get("/home")(lambda: None)
    answers = get(app, "/api/a", "/api/b", "/api/a", "/home", "/home", "/home")
    assert [answer.status for answer in answers] == [200, 200, 429, 200, 200, 429]
    assert answers[0].header("ratelimit") == '"search";r=1;t=30, "client";r=3;t=15'


def test_what_a_route_refuses_does_not_count_in_the_limits_of_the_app():
    by_middleware = search_of(app_of(CLIENT))
    by_dependency = search_of(app_of(dependencies=[Depends(RateLimit(CLIENT))]))
    for app in (by_middleware, by_dependency):
        app.get("/home")(lambda: None)
        answers = get(app, *["/search"] * 9, "/home", "/home", "/home")
        assert [answer.status for answer in answers] == [200, 200] + [429] * 7 + [200, 200, 429]
        assert answers[8].header("ratelimit") == '"search";r=0;t=30'  # only what has refused is told


def test_the_fields_are_there_when_a_route_raises_and_when_it_returns_a_response():
    app = app_of()
    limit = [Depends(RateLimit(Policy("many", "60/minute")))]

    @app.get("/missing", dependencies=limit)
    async def missing():
        raise HTTPException(404, "not here", headers={"X-Own": "kept"})

    @app.get("/number/{number}", dependencies=limit)
    async def number(number: int):
        return number

    @app.get("/response", dependencies=limit)
    def response():
        return JSONResponse({}, 201)

    @app.get("/stream", dependencies=limit)
    def stream():
        return StreamingResponse(iter([b"a", b"b"]))

    @app.get("/broken", dependencies=limit)
    def broken():
        raise LookupError

    @app.exception_handler(LookupError)
    def handler(request, error):
        return JSONResponse({}, 410)

    paths = ["/missing", "/number/x", "/response", "/stream", "/broken"]
    answers = get(app, *paths)
    assert [answer.status for answer in answers] == [404, 422, 201, 200, 410]
    assert [answer.header("ratelimit") for answer in answers] == [f'"many";r={59 - n};t=1' for n in range(5)]
    assert answers[0].header("x-own") == "kept"
    assert answers[3].body == b"ab"


def test_no_endpoint_needs_a_request_and_sync_and_async_ones_have_limits():
    app = app_of()
    limit = [Depends(RateLimit(SEARCH))]

    @app.get("/sync", dependencies=limit)
    def sync(): ...

    @app.get("/async", dependencies=limit)
    async def asynchronous(): ...

    assert statuses(app, "/sync", "/async", "/sync", "/async") == [200, 200, 429, 429]


def test_a_limit_may_depend_on_what_another_dependency_has_found():
    def login(request: Request):
        request.state.user = request.headers.get("x-user")

    def user(request):
        return request.state.user

    app = app_of()
    limits = [Depends(login), Depends(RateLimit(Policy("user", "1/day", by=user)))]
    app.get("/", dependencies=limits)(lambda: None)
    asked = ["ann", "ann", "bob", "ann", "bob"]
    answers = [get(app, headers=[("x-user", name)]) for name in asked]
    assert [answer.status for answer in answers] == [200, 429, 200, 429, 429]


def test_a_route_may_choose_its_policies_and_what_it_costs():
    async def plan(request):
        return None if request.path_params["size"] == 0 else Policy("sized", "10/day")

    app = app_of()

    @app.get("/{size}", dependencies=[Depends(RateLimit(plan, cost=lambda request: int(request.path_params["size"])))])
    async def sized(size: int): ...

    assert statuses(app, "/6", "/5", "/4", "/1", "/0") == [200, 429, 200, 429, 200]


def test_a_cost_that_is_never_granted_is_refused_without_a_wait():
    answer = get(search_of(app_of(), cost=3), "/search")
    assert (answer.status, answer.header("retry-after")) == (429, None)
    assert "more than are ever granted" in answer.json()["detail"]


def test_what_a_response_has_cost_after_all_is_settled():
    app = app_of(settle=lambda scope, status: 0 if status >= 500 else None)

    @app.get("/fails", dependencies=[Depends(RateLimit(SEARCH))])
    def fails():
        raise HTTPException(503)

    search_of(app)
    assert statuses(app, *["/fails"] * 5, "/search", "/search", "/search") == [503] * 5 + [200, 200, 429]


def test_refusals_are_the_apps_to_answer():
    app = search_of(app_of(), limits=Policy("one", "1/day"))

    @app.exception_handler(RateLimited)
    async def sorry(request, error):
        return JSONResponse({"again": error.decided.retry_after()}, 429)

    answer = get(app, "/search", "/search")[1]
    assert answer.json() == {"again": "86400"}
    assert answer.header("retry-after") == "86400"
    assert answer.header("ratelimit") == '"one";r=0;t=86400'


def test_refusals_may_be_answered_with_a_problem_document():
    app = search_of(app_of(), limits=Policy("one", "1/day"))
    app.add_exception_handler(RateLimited, problem_details)
    answer = get(app, "/search", "/search")[1]
    assert answer.status == 429
    assert answer.header("content-type") == "application/problem+json"
    assert answer.json()["violated-policies"] == ["one"]
    assert answer.header("retry-after") == "86400"


def test_openapi_shows_the_429():
    app = FastAPI(responses=RESPONSES)
    search_of(app)
    shown = app.openapi()["paths"]["/search"]["get"]["responses"]["429"]
    assert shown["description"] == "Too Many Requests"
    assert set(shown["headers"]) == {"Retry-After", "RateLimit-Policy", "RateLimit"}
    assert shown["content"]["application/json"]["schema"]["properties"] == {"detail": {"type": "string"}}
    parameters = app.openapi()["paths"]["/search"]["get"].get("parameters", [])
    assert parameters == []


def test_without_the_middleware_a_limit_is_an_error_and_not_left_out():
    answer = get(search_of(FastAPI()), "/search")
    assert isinstance(answer.error, RuntimeError)
    assert "add_middleware(RateLimitMiddleware, limits=None)" in str(answer.error)


def test_the_limits_of_a_mounted_app_hold_and_count_with_those_outside():
    outer, inner = app_of(CLIENT), search_of(FastAPI())
    outer.mount("/inner", inner)
    answers = get(outer, "/inner/search", "/inner/search", "/inner/search")
    assert [answer.status for answer in answers] == [200, 200, 429]
    assert answers[0].header("ratelimit") == '"search";r=1;t=30, "client";r=3;t=15'


def test_middlewares_around_and_inside_do_not_matter():
    async def dispatch(request, call_next):
        return await call_next(request)

    app = FastAPI()
    app.add_middleware(BaseHTTPMiddleware, dispatch=dispatch)
    app.add_middleware(RateLimitMiddleware, limits=None, new_limiter=SharedMemory(Clock()))
    app.add_middleware(BaseHTTPMiddleware, dispatch=dispatch)
    answers = get(search_of(app), "/search", "/search", "/search")
    assert [answer.status for answer in answers] == [200, 200, 429]
    assert answers[2].header("ratelimit") == '"search";r=0;t=30'


def test_a_limiter_that_fails_and_a_dry_run_are_as_with_the_middleware():
    class Failing:
        def __init__(self, *_, **__): ...

        async def hit(self, key, cost=1):
            raise ConnectionError

    for on_error, status in [("open", 200), ("closed", 503)]:
        app = FastAPI()
        app.add_middleware(RateLimitMiddleware, limits=None, new_limiter=Failing, on_error=on_error)
        answer = get(search_of(app), "/search")
        assert (answer.status, answer.header("ratelimit")) == (status, None)
    answers = get(search_of(app_of(dry_run=True)), *["/search"] * 4)
    assert [answer.status for answer in answers] == [200] * 4
    assert answers[3].header("ratelimit") == '"search";r=0;t=30'


def test_a_websocket_has_a_limit_and_a_refused_handshake_an_answer():
    app = app_of()

    @app.websocket("/talk", dependencies=[Depends(RateLimit(Policy("one", "1/day")))])
    async def talk(websocket: WebSocket):
        await websocket.accept()

    async def main():
        scope = {"path": "/talk", "query_string": b"", "extensions": {"websocket.http.response": {}}}
        return [await serve(app, scope_of(type="websocket", **scope), [{"type": "websocket.connect"}]) for _ in "ab"]

    accepted, refused = asyncio.run(main())
    assert accepted.messages[0]["type"] == "websocket.accept"
    assert refused.messages[0]["type"] == "websocket.http.response.start"
    assert refused.status == 429
    assert refused.header("retry-after") == "86400"
    assert refused.header("ratelimit") == '"one";r=0;t=86400'


@pytest.mark.parametrize(("arguments", "options", "complaint"), [
    ((None,), {}, "limits must be a Policy, several, or a function of the request, got none"),
    (("5/minute",), {}, "limits must be a Policy, or several, got '5/minute': a limit needs a name as well"),
    ((SEARCH,), {"cost": -1}, "cost must be at least 0, got -1"),
])  # fmt: skip
def test_wrong_arguments_are_errors_at_once(arguments, options, complaint):
    with pytest.raises((TypeError, ValueError), match=complaint):
        RateLimit(*arguments, **options)
