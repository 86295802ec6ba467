"""The middleware asks before the app, tells clients what they have left, and is as if it were not there otherwise."""

import asyncio
import contextvars
import json

import http_sf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratelimit import AsyncMemoryLimiter, MemoryLimiter, Quota
from ratelimit.web import Policy, SharedMemory
from tests.web.asgi_server import TWO, Answer, Clock, Failing, app_of, get, limited, scope_of, serve

SECOND = 1_000_000_000
FIELDS = ("ratelimit-policy", "ratelimit")


# What a client is told


def test_each_answer_has_the_fields_and_a_refused_one_says_when_to_come_back():
    clock = Clock()
    app = limited(clock=clock)
    first, second, third = get(app, "/", "/", "/")
    assert [answer.status for answer in (first, second, third)] == [200, 200, 429]
    assert first.headers == [
        ("content-type", "text/plain"),
        ("ratelimit-policy", '"default";q=2;w=60'),
        ("ratelimit", '"default";r=1;t=30'),
    ]
    assert second.header("ratelimit") == '"default";r=0;t=30'
    assert third.header("ratelimit") == '"default";r=0;t=30'
    assert third.header("retry-after") == "30"
    assert first.header("retry-after") is None
    clock.now = 30 * SECOND - 1
    assert get(app).header("retry-after") == "1"
    clock.now += 1
    assert get(app).status == 200


def test_a_refusal_is_one_complete_answer_with_a_problem():
    answer = get(limited(), "/", "/", "/")[2]
    assert [message["type"] for message in answer.messages] == ["http.response.start", "http.response.body"]
    assert not answer.messages[1].get("more_body", False)
    assert answer.header("content-type") == "application/problem+json"
    assert answer.header("content-length") == str(len(answer.body))
    assert answer.json() == {
        "type": "https://iana.org/assignments/http-problem-types#quota-exceeded",
        "title": "The quota is used up",
        "status": 429,
        "detail": "Try again in 30 seconds.",
        "violated-policies": ["default"],
    }


def test_a_refused_request_never_reaches_the_app_and_its_body_is_not_read():
    app = app_of()
    answers = get(limited(app), "/", "/", "/")
    assert app.calls == 2
    assert answers[2].received == 0


def test_a_refused_head_has_no_body():
    answers = get(limited(), "/", "/", "/", method="HEAD")
    assert answers[2].body == b""
    assert int(answers[2].header("content-length")) > 0


@pytest.mark.parametrize("status", [200, 204, 301, 404, 500])
def test_the_fields_are_there_whatever_the_status(status):
    answer = get(limited(app_of(status)))
    assert answer.status == status
    assert all(answer.header(name) for name in FIELDS)


def test_an_apps_headers_are_kept_in_order_with_duplicates():
    headers = [(b"Set-Cookie", b"a=1"), (b"X-Y", b"z"), (b"Set-Cookie", b"b=2")]
    answer = get(limited(app_of(headers=headers)))
    assert answer.messages[0]["headers"][:3] == headers


def test_an_inner_middlewares_fields_are_joined():
    inner = limited(limits=Policy("inner", "5/minute"))
    answer = get(limited(inner, limits=Policy("outer", "9/second")))
    assert answer.header("ratelimit-policy") == '"inner";q=5;w=60, "outer";q=9;w=1'
    assert answer.header("ratelimit") == '"inner";r=4;t=12, "outer";r=8;t=1'


def test_an_app_that_sends_no_headers_gets_the_fields():
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body"})

    assert get(limited(app)).header("ratelimit") == '"default";r=1;t=30'


@pytest.mark.parametrize(("style", "expected"), [
    ("off", []),
    ("x-ratelimit", ["x-ratelimit-limit: 2", "x-ratelimit-remaining: 0", "x-ratelimit-reset: 60"]),
])  # fmt: skip
def test_other_fields_can_be_chosen(style, expected):
    answer = get(limited(fields=style), "/", "/", "/")[2]
    assert [": ".join(header) for header in answer.headers if "ratelimit" in header[0]] == expected
    assert answer.header("retry-after") == "30"


def test_scripts_in_browsers_may_read_the_fields_if_asked():
    headers = [(b"access-control-expose-headers", b"ETag")]
    answer = get(limited(app_of(headers=headers), expose=True))
    assert answer.header("access-control-expose-headers") == "ETag, RateLimit-Policy, RateLimit, Retry-After"
    assert get(limited()).header("access-control-expose-headers") is None
    assert "RateLimit" in get(limited(expose=True), "/", "/", "/")[2].header("access-control-expose-headers")


def test_the_answer_to_refused_requests_can_be_replaced():
    own = app_of(420, [(b"content-type", b"text/html")], b"<h1>Calm down</h1>")
    answer = get(limited(refused=own), "/", "/", "/")[2]
    assert (answer.status, answer.body) == (420, b"<h1>Calm down</h1>")
    assert answer.header("retry-after") == "30"
    assert answer.header("ratelimit") == '"default";r=0;t=30'


@given(st.integers(1, 5), st.integers(1, 9 * SECOND), st.lists(st.integers(0, 4 * SECOND), max_size=8))
def test_who_spends_r_and_waits_t_is_granted_one_more(limit, period, gaps):
    clock = Clock()
    app = limited(limits=Policy("p", Quota(limit, period)), clock=clock)
    for gap in gaps:
        clock.now += gap
        told = dict(http_sf.parse(get(app).header("ratelimit").encode(), tltype="list"))["p"]
    if gaps:
        assert [get(app).status for _ in range(told["r"])] == [200] * told["r"]
        clock.now += told["t"] * SECOND
        assert get(app).status == 200


# Nothing else changes


def test_messages_pass_one_by_one_as_they_come():
    sent, order = (
        [{"type": "http.response.body", "body": b"%d" % number, "more_body": number < 3} for number in range(4)],
        [],
    )

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for message in sent:
            await send(message)
            order.append(len(answer.messages))

    answer = Answer()

    async def send(message):
        answer.messages.append(message)

    asyncio.run(limited(app, settle=lambda scope, status: 1)(scope_of(), None, send))
    assert order == [2, 3, 4, 5]
    assert all(one is other for one, other in zip(answer.messages[1:], sent, strict=True))


def test_the_start_message_of_the_app_is_not_changed():
    start = {"type": "http.response.start", "status": 200, "headers": [(b"a", b"b")], "trailers": True}

    async def app(scope, receive, send):
        await send(start)

    before = {**start, "headers": [*start["headers"]]}
    answer = get(limited(app))
    assert start == before
    assert answer.messages[0]["trailers"]


def test_the_app_gets_the_servers_own_scope_and_receive():
    seen = []

    async def app(scope, receive, send):
        seen.extend((scope, receive))

    async def receive():
        raise AssertionError

    scope = scope_of()
    asyncio.run(limited(app)(scope, receive, None))
    assert seen[0] is scope
    assert seen[1] is receive


@pytest.mark.parametrize("kind", ["lifespan", "websocket", "something.new"])
def test_other_connections_reach_the_app_as_they_came(kind):
    seen = []

    async def app(*arguments):
        seen.append(arguments)

    arguments = ({"type": kind}, object(), object())
    asyncio.run(limited(app, limits=Policy("one", "1/day"))(*arguments))
    asyncio.run(limited(app, limits=Policy("one", "1/day"))(*arguments))
    assert all(one is other for call in seen for one, other in zip(call, arguments, strict=True))
    assert "ratelimit" not in arguments[0]


@pytest.mark.parametrize("after_start", [False, True])
@pytest.mark.parametrize("options", [{}, {"settle": lambda scope, status: 0}])
def test_what_the_app_raises_reaches_the_server(after_start, options):
    async def app(scope, receive, send):
        if after_start:
            await send({"type": "http.response.start", "status": 200})
        raise KeyError("own")

    answer = get(limited(app, **options))
    assert repr(answer.error) == "KeyError('own')"
    assert len(answer.messages) == after_start


def test_context_variables_pass_in_both_directions():
    variable = contextvars.ContextVar("variable")

    async def app(scope, receive, send):
        seen.append(variable.get())
        variable.set("from the app")

    async def main():
        variable.set("from outside")
        await serve(limited(app, limits=lambda scope: TWO))
        return variable.get()

    seen = []
    assert asyncio.run(main()) == "from the app"
    assert seen == ["from outside"]


def test_no_task_is_added():
    async def app(scope, receive, send):
        seen.append((asyncio.current_task(), len(asyncio.all_tasks())))

    async def main():
        await serve(limited(app))
        return asyncio.current_task()

    seen = []
    assert [(asyncio.run(main()), 1)] == seen


def test_of_many_at_once_exactly_the_limit_pass():
    app = app_of()

    async def main():
        middleware = limited(app, limits=Policy("five", "5/day"))
        answers = await asyncio.gather(*(serve(middleware) for _ in range(40)))
        return sorted(answer.status for answer in answers)

    assert asyncio.run(main()) == [200] * 5 + [429] * 35
    assert app.calls == 5


# In a dry run


def test_a_dry_run_counts_and_tells_but_refuses_nobody():
    seen = []

    async def app(scope, receive, send):
        seen.append(scope["ratelimit"].decision.allowed)
        await app_of()(scope, receive, send)

    answers = get(limited(app, dry_run=True), "/", "/", "/")
    assert [answer.status for answer in answers] == [200] * 3
    assert seen == [True, True, False]
    assert answers[2].header("ratelimit") == '"default";r=0;t=30'
    assert answers[2].header("retry-after") is None


@pytest.mark.parametrize("options", [{"new_limiter": Failing, "on_error": "closed"}, {"cost": 9}])
def test_a_dry_run_refuses_nobody_for_other_reasons_either(options):
    assert get(limited(dry_run=True, **options)).status == 200


# What the app can see


def test_what_was_decided_is_in_the_scope():
    async def app(scope, receive, send):
        seen.append(scope["ratelimit"])

    seen = []
    get(limited(app))
    decided = seen[0]
    assert decided.policies == (TWO,)
    assert decided.keys == ['client 192.0.2.1}"default"']
    assert (decided.cost, decided.allowed, decided.decision.remaining) == (1, True, 1)


# Handshakes of websockets


def websocket(app, **options):
    async def main():
        return await serve(app, scope_of(type="websocket", **options))

    return asyncio.run(main())


def accepting(seen):
    async def app(scope, receive, send):
        seen.append(send)
        await send({"type": "websocket.accept"})

    return app


def test_handshakes_count_if_asked():
    seen = []
    app = limited(accepting(seen), websockets=True)
    accepted, _, closed = (websocket(app) for _ in range(3))
    assert accepted.messages == [{"type": "websocket.accept"}]
    assert closed.messages == [{"type": "websocket.close", "code": 1013, "reason": "Try again later"}]
    assert len(seen) == 2


def test_a_refused_handshake_is_answered_if_the_server_can():
    app = limited(accepting([]), limits=Policy("one", "1/day"), websockets=True)
    answer = [websocket(app, extensions={"websocket.http.response": {}}) for _ in range(2)][1]
    assert [message["type"] for message in answer.messages] == [
        "websocket.http.response.start", "websocket.http.response.body",
    ]  # fmt: skip
    assert answer.status == 429
    assert answer.header("retry-after") == "86400"
    assert json.loads(answer.body)["violated-policies"] == ["one"]


def test_a_refused_handshake_is_answered_by_the_app_for_refused_requests():
    async def page(scope, receive, send):
        seen.append((scope["type"], scope["method"], scope["ratelimit"].allowed, await receive(), await receive()))
        await app_of(403, body=b"sorry")(scope, receive, send)

    seen = []
    app = limited(accepting([]), limits=Policy("one", "1/day"), websockets=True, refused=page)
    scope = scope_of(type="websocket", extensions={"websocket.http.response": {}})
    messages = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1006}]
    _, answer = [asyncio.run(serve(app, dict(scope), messages)) for _ in range(2)]
    no_body = {"type": "http.request", "body": b"", "more_body": False}
    assert seen == [("http", "GET", False, no_body, {"type": "http.disconnect"})]
    assert [message["type"] for message in answer.messages] == [
        "websocket.http.response.start", "websocket.http.response.body",
    ]  # fmt: skip
    assert (answer.status, answer.body, answer.header("retry-after")) == (403, b"sorry", "86400")


# What can be no middleware is refused when it is made


class Plain(Failing):
    """Makes limiters that the event loop would have to wait for."""

    def hit(self, key, cost=1):
        raise self.error


@pytest.mark.parametrize(("options", "error", "message"), [
    ({"limits": []}, ValueError, "limits must be a Policy, several, or a function of the request, got none"),
    ({"limits": ["2/s"]}, TypeError, "limits must be a Policy, or several, got '2/s'"),
    ({"limits": 5}, TypeError, "limits must be a Policy, or several, got 5: a limit needs a name as well"),
    ({"limits": Quota.per_second(1)}, TypeError, "limits must be a Policy, or several, got Quota"),
    ({"websockets": "no"}, TypeError, "websockets must be True or False, got 'no'"),
    ({"trusted": ["10.0.0.1"]}, TypeError, "an option must be one of limits, new_limiter, .*, got 'trusted'"),
    ({"fields": "draft-6"}, ValueError, "fields must be one of"),
    ({"on_error": "allow"}, ValueError, "on_error must be 'open', 'closed' or what makes a limiter, got 'allow'"),
    ({"client": ["10.0.0.0/8"]}, TypeError, "client must be a ClientKey, got \\['10.0.0.0/8'\\]"),
    ({"settle": "shop.settle"}, TypeError, "settle must be callable, got 'shop.settle'"),
    ({"refused": "shop.refused"}, TypeError, "refused must be callable"),
    ({"limits": None, "new_limiter": "memory"}, TypeError, "new_limiter must be callable"),
    ({"dry_run": "no"}, TypeError, "dry_run must be True or False, got 'no'"),
    ({"expose": 1}, TypeError, "expose must be True or False, got 1"),
    ({"exempt_paths": [None]}, TypeError, "exempt_paths must be texts, got None"),
    ({"exempt_methods": [b"GET"]}, TypeError, "exempt_methods must be texts, got b'GET'"),
    ({"exempt_paths": "/health"}, TypeError, "exempt_paths must be several"),
    ({"exempt_paths": ["health"]}, ValueError, "exempt_paths must be like '/health' or '/static/\\*', got 'health'"),
    ({"exempt_paths": ["/*/x"]}, ValueError, "exempt_paths must be like"),
    ({"exempt_methods": "GET"}, TypeError, "exempt_methods must be several"),
    ({"exempt_methods": ["get"]}, ValueError, "exempt_methods must be in capitals, got 'get'"),
    ({"new_limiter": Plain}, TypeError, "new_limiter must make limiters for asyncio, as AsyncRedisLimiter, got Plain"),
    ({"on_error": Plain}, TypeError, "new_limiter must make limiters for asyncio"),
    ({"new_limiter": AsyncMemoryLimiter}, TypeError, "new_limiter must make limiters that share their counters"),
    ({"on_error": MemoryLimiter}, TypeError, "new_limiter must make limiters that share their counters"),
])  # fmt: skip
def test_a_wrong_argument_is_refused_when_the_middleware_is_made(options, error, message):
    with pytest.raises(error, match=message):
        limited(**options)


def test_a_policy_that_a_request_meets_twice_is_told_once_as_it_is_after_both():
    memory, both = SharedMemory(Clock()), Policy("both", "9/minute")
    inner = limited(limits=[both, Policy("in", "5/minute")], new_limiter=memory)
    answer = get(limited(inner, limits=[Policy("out", "6/minute"), both], new_limiter=memory))
    assert answer.header("ratelimit-policy") == '"both";q=9;w=60, "in";q=5;w=60, "out";q=6;w=60'
    assert sorted(answer.header("ratelimit").split(", ")) == ['"both";r=7;t=7', '"in";r=4;t=12', '"out";r=5;t=10']


def test_counters_of_two_memories_are_told_apart_even_if_the_policy_is_one():
    answer = get(limited(limited(limits=TWO), limits=TWO, cost=2))
    assert answer.header("ratelimit") == '"default";r=1;t=30, "default";r=0;t=30'
