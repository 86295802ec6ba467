"""The middleware asks before the app, tells clients what they have left, and is as if it were not there otherwise."""

import asyncio
import contextvars
import json

import http_sf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratelimit import AsyncMemoryLimiter, FixedWindow, MemoryLimiter, Quota, TokenBucket
from ratelimit.decision import DegradedDecision, JointDecision, Level
from ratelimit.web import ClientKey, Policy, RateLimitMiddleware, SharedMemory
from tests.web.asgi_server import Answer, Clock, app_of, get, scope_of, serve

SECOND = 1_000_000_000
TWO = Policy("default", "2/minute")
FIELDS = ("ratelimit-policy", "ratelimit")


def limited(app=None, limits=TWO, clock=None, **options):
    return RateLimitMiddleware(app or app_of(), limits, **{"new_limiter": SharedMemory(clock or Clock()), **options})


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


# Whom a request counts for


def test_clients_count_apart():
    app = limited(limits=Policy("one", "1/day"), client=ClientKey(["10.0.0.0/8"]))
    asked = [
        ("10.0.0.1", "6.6.6.6, 1.2.3.4"),
        ("10.0.0.1", "7.7.7.7, 1.2.3.4"),
        ("10.0.0.1", "1.2.3.5"),
        ("9.9.9.9", "1.2.3.6"),
    ]
    statuses = [get(app, client=(peer, 1), headers=[("x-forwarded-for", line)]).status for peer, line in asked]
    assert statuses == [200, 429, 200, 200]


def test_a_policy_may_count_by_a_function_and_falls_back_to_the_client():
    async def user(scope):
        return dict(scope["headers"]).get(b"user", b"").decode() or None

    app = limited(limits=Policy("one", "1/day", by=user))
    asked = [("ann", 1), ("ann", 2), ("bob", 2), ("", 2), ("", 2), ("", 3)]
    statuses = [get(app, client=(f"192.0.2.{peer}", 1), headers=[("user", name)]).status for name, peer in asked]
    assert statuses == [200, 429, 200, 200, 429, 200]


def test_several_policies_decide_at_once_and_a_refusal_counts_in_none():
    everybody = Policy("everybody", "4/day", by="everybody")
    app = limited(limits=[Policy("client", "3/day"), everybody])
    asked = [1, 1, 1, 1, 1, 2, 2, 3]
    answers = [get(app, client=(f"192.0.2.{peer}", 1)) for peer in asked]
    assert [answer.status for answer in answers] == [200, 200, 200, 429, 429, 200, 429, 429]
    assert answers[3].json()["violated-policies"] == ["client"]
    assert answers[6].json()["violated-policies"] == ["everybody"]
    assert answers[0].header("ratelimit-policy") == '"client";q=3;w=86400, "everybody";q=4;w=86400'
    assert answers[0].header("ratelimit").startswith('"client";r=2;')
    assert answers[5].header("ratelimit").startswith('"everybody";r=0;')


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_function_chooses_the_policies_of_each_request(asynchronous):
    free, pro = Policy("free", "1/day"), Policy("pro", "3/day")
    everybody = Policy("everybody", "5/day", by="everybody")
    plans = {"/free": [free, everybody], "/pro": (pro, everybody), "/one": free, "/none": None, "/empty": []}

    def choose(scope):
        return plans[scope["path"]]

    async def choose_later(scope):
        return choose(scope)

    app = limited(limits=choose_later if asynchronous else choose)
    paths = ["/free", "/free", "/one", "/none", "/pro", "/pro", "/pro", "/pro", "/none", "/empty"]
    answers = get(app, *paths)
    assert [answer.status for answer in answers] == [200, 429, 429, 200, 200, 200, 200, 429, 200, 200]
    assert answers[-1].header("ratelimit") is None
    assert answers[6].header("ratelimit").startswith('"pro";r=0;')


def test_policies_share_a_counter_only_if_they_are_the_same():
    memory = SharedMemory(Clock())
    one, other = Policy("one", "1/day"), Policy("other", "1/day")
    apps = [limited(limits=limits, new_limiter=memory) for limits in (one, other, one, [other, one])]
    assert [get(app).status for app in apps] == [200, 200, 429, 429]


def test_limits_that_are_alike_count_apart():
    by_name = Policy("name", "1/day", by=lambda scope: scope["path"])
    app = limited(limits=[Policy("client", "1/day"), by_name])
    asked = [(1, "/a"), (2, "/a"), (2, "/b"), (1, "/c")]
    assert [get(app, path, client=(f"192.0.2.{peer}", 1)).status for peer, path in asked] == [200, 429, 200, 429]


# What a request costs


@pytest.mark.parametrize("path", ["/health", "/static/a.css", "/static/"])
def test_exempt_paths_do_not_count(path):
    app = limited(limits=Policy("one", "1/day"), exempt_paths=["/health", "/static/*"])
    answers = get(app, path, path, "/")
    assert [answer.status for answer in answers] == [200] * 3
    assert answers[0].header("ratelimit") is None


@pytest.mark.parametrize("path", ["/healthy", "/health/x", "/static", "/x/static/a", "/static/../private"])
def test_other_paths_count(path):
    app = limited(limits=Policy("one", "1/day"), exempt_paths=["/health", "/static/*"])
    assert [answer.status for answer in get(app, path, path)] == [200, 429]


def test_exempt_methods_do_not_count():
    app = limited(limits=Policy("one", "1/day"), exempt_methods=["OPTIONS"])
    methods = ["OPTIONS", "OPTIONS", "GET", "HEAD", "OPTIONS"]
    assert [get(app, method=method).status for method in methods] == [200, 200, 200, 429, 200]


@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_function_says_what_a_request_costs(asynchronous):
    def cost(scope):
        return int(scope["path"][1:])

    async def cost_later(scope):
        return cost(scope)

    answers = get(
        limited(limits=Policy("ten", "10/day"), cost=cost_later if asynchronous else cost), "/7", "/4", "/3", "/0"
    )
    assert [answer.status for answer in answers] == [200, 429, 200, 200]
    assert answers[3].header("ratelimit") is None


def test_a_cost_that_is_never_granted_is_refused_without_a_time_to_come_back():
    app = limited(limits=[Policy("two", "2/day"), Policy("ten", "10/day")], cost=3)
    answer = get(app)
    assert answer.status == 429
    assert answer.header("retry-after") is None
    assert answer.json()["violated-policies"] == ["two"]
    assert answer.json()["detail"] == "The request costs 3 units, more than are ever granted at once. No wait helps."


@pytest.mark.parametrize(("cost", "error"), [(-1, ValueError), (1.0, TypeError), (True, TypeError), (None, TypeError)])
def test_a_cost_that_is_none_is_an_error(cost, error):
    with pytest.raises(error, match="cost must be"):
        limited(cost=cost)
    assert isinstance(get(limited(cost=lambda scope: cost)).error, error)


def test_a_response_that_failed_is_given_back():
    for status, left in [(500, 2), (200, 1)]:
        app = limited(app_of(status), settle=lambda scope, status: 0 if status >= 500 else None)
        assert get(app).header("ratelimit").startswith('"default";r=1;')
        assert get(app).header("ratelimit").startswith(f'"default";r={left - 1};')


def test_a_response_that_raised_is_given_back():
    async def app(scope, receive, send):
        raise KeyError

    async def settle(scope, status):
        statuses.append(status)
        return 0

    statuses = []
    middleware = limited(app, limits=Policy("one", "1/day"), settle=settle)
    assert [type(get(middleware).error) for _ in range(3)] == [KeyError] * 3
    assert statuses == [500] * 3


def test_a_server_that_cancels_the_app_has_lost_the_client_which_is_no_failure():
    async def app(scope, receive, send):
        await asyncio.sleep(3600)

    async def main():
        task = asyncio.ensure_future(serve(limited(app, settle=lambda scope, status: statuses.append(status))))
        await asyncio.sleep(0)
        task.cancel()
        return (await task).error

    statuses = []
    assert isinstance(asyncio.run(main()), asyncio.CancelledError)
    assert statuses == [499]


@pytest.mark.parametrize(
    ("begins", "raises", "status"), [(True, True, 200), (True, False, 200), (False, True, 500), (False, False, 499)]
)
def test_a_client_that_leaves_early_is_not_taken_for_a_failure(begins, raises, status):
    async def app(scope, receive, send):
        if begins:
            await send({"type": "http.response.start", "status": 200})
            await send({"type": "http.response.body", "more_body": True})
        if raises:
            raise OSError("the client has gone")

    statuses = []
    get(limited(app, settle=lambda scope, status: statuses.append(status)))
    assert statuses == [status]


@pytest.mark.parametrize(("begins", "what", "status"), [
    (False, "raises", 499),
    (False, "answers 500", 499),
    (False, "ends", 499),
    (True, "raises", 200),
    (True, "answers 500", 200),
])  # fmt: skip
def test_a_client_that_leaves_during_its_upload_is_not_taken_for_a_failure(begins, what, status):
    async def app(scope, receive, send):
        assert (await receive())["body"] == b"half"
        if begins:
            await send({"type": "http.response.start", "status": 200})
        assert (await receive())["type"] == "http.disconnect"
        if what == "answers 500":
            await send({"type": "http.response.start", "status": 500})
            await send({"type": "http.response.body"})
        elif what == "raises":
            raise RuntimeError("the client has gone")

    statuses = []
    middleware = limited(app, settle=lambda scope, status: statuses.append(status))
    asyncio.run(serve(middleware, messages=[{"type": "http.request", "body": b"half", "more_body": True}]))
    assert statuses == [status]


def test_a_response_that_turned_out_dearer_is_charged():
    clock = Clock()
    app = limited(limits=Policy("ten", "10/second"), clock=clock, settle=lambda scope, status: scope["tokens"])
    get(app, tokens=25)
    assert get(app, tokens=0).header("retry-after") == "2"
    clock.now = 16 * SECOND // 10
    assert get(app, tokens=0).status == 200


def test_a_response_is_settled_as_soon_as_it_is_complete_and_once():
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 201})
        await send({"type": "http.response.body", "more_body": True})
        order.append("half")
        await send({"type": "http.response.body"})
        order.append("in the background")

    order = []
    get(limited(app, settle=lambda scope, status: order.append(status)))
    assert order == ["half", 201, "in the background"]


def test_units_are_given_back_only_where_they_still_count():
    clock = Clock()

    def settle(scope, status):
        return 0

    memory = SharedMemory(clock)
    policy = Policy("both", "1/millisecond; 10/day")
    middleware = limited(limits=policy, new_limiter=memory, settle=settle)

    async def main():
        decided = None

        async def app(scope, receive, send):
            nonlocal decided
            decided = scope["ratelimit"]
            decided.decided_at -= 10_000_000  # as if the app took 10 ms

        middleware.app = app
        return await serve(middleware), decided

    _, decided = asyncio.run(main())
    left = [memory(limit.algorithm, limit.quota).hit(decided.keys[0]) for limit in policy.limits]
    assert [decision.allowed for decision in left] == [False, True]
    assert left[1].remaining == 9


# If the limiter fails


class Failing:
    """Makes limiters that fail."""

    error = ConnectionError("away")

    def __init__(self, *arguments, **options):
        pass

    async def hit(self, key, cost=1):
        raise self.error


def test_by_default_requests_pass_without_fields_and_it_is_logged(caplog):
    app = app_of()
    answer = get(limited(app, new_limiter=Failing))
    assert (answer.status, app.calls) == (200, 1)
    assert answer.headers == [("content-type", "text/plain")]
    assert "ConnectionError('away')" in caplog.text


def test_closed_answers_503():
    app = app_of()
    answer = get(limited(app, new_limiter=Failing, on_error="closed"))
    assert (answer.status, app.calls) == (503, 0)
    assert answer.header("retry-after") == "1"
    assert answer.header("ratelimit") is None
    assert answer.json()["type"].endswith("#temporary-reduced-capacity")
    assert answer.json()["status"] == 503


def test_a_stand_in_decides_without_fields():
    app = limited(new_limiter=Failing, on_error=SharedMemory(Clock()))
    answers = get(app, "/", "/", "/")
    assert [answer.status for answer in answers] == [200, 200, 503]
    assert [answer.header("ratelimit") for answer in answers] == [None] * 3
    assert answers[2].header("retry-after") == "30"


def test_what_a_stand_in_has_taken_is_settled_there():
    memory, limits = SharedMemory(Clock()), Policy("ten", "10/second; 20/day")
    for cost, statuses in [(0, [200] * 12), (5, [200, 200, 503])]:
        app = limited(limits=limits, new_limiter=Failing, on_error=memory, settle=lambda scope, status, cost=cost: cost)
        assert [answer.status for answer in get(app, *["/"] * len(statuses))] == statuses


def test_a_stand_in_gets_back_what_an_inner_middleware_refuses():
    options = {"new_limiter": Failing, "on_error": SharedMemory(Clock())}
    outer, inner = ({"limits": Policy(name, quota), **options} for name, quota in [("out", "3/day"), ("in", "1/day")])
    both = limited(limited(**inner), **outer)
    assert [answer.status for answer in get(both, *["/"] * 5)] == [200] + [503] * 4
    assert [answer.status for answer in get(limited(**outer), *["/"] * 3)] == [200, 200, 503]


def test_what_a_stand_in_was_not_asked_for_is_not_given_back():
    given_back = []

    class StandIn(Failing):
        async def hit(self, key, cost=1):
            return DegradedDecision.marked(JointDecision.of(0, (Level(0, 9 * SECOND),), 0, 0), ConnectionError())

        async def refund(self, key, cost=1):
            given_back.append(cost)

    get(limited(new_limiter=Failing, on_error=StandIn, settle=lambda scope, status: 0))
    assert given_back == []


def test_a_failure_is_logged_once_a_second(caplog):
    app = limited(new_limiter=Failing)
    get(app, "/", "/", "/")
    assert len(caplog.records) == 1


def test_a_cancelled_request_is_no_failure():
    class Cancelled(Failing):
        error = asyncio.CancelledError()

    app = app_of()
    answer = get(limited(app, new_limiter=Cancelled))
    assert isinstance(answer.error, asyncio.CancelledError)
    assert app.calls == 0


def test_what_on_error_of_the_limiter_itself_decides_has_no_fields():
    class Degraded(Failing):
        async def hit(self, key, cost=1):
            wait = 0 if key.startswith("client 192.0.2.1}") else SECOND
            return DegradedDecision.marked(JointDecision.of(wait, (Level(0, wait),), 0, 0), ConnectionError())

    app = limited(new_limiter=Degraded)
    passed, refused = get(app), get(app, client=("192.0.2.2", 1))
    assert (passed.status, refused.status) == (200, 503)
    assert passed.header("ratelimit") is refused.header("ratelimit") is None
    assert refused.header("retry-after") == "1"


def test_a_limiter_that_cannot_settle_does_not_spoil_the_answer(caplog):
    class Limiter:
        def __init__(self, *arguments, **options):
            self.limiter = AsyncMemoryLimiter(*arguments, **options)
            self.hit = self.limiter.hit

        async def refund(self, key, cost):
            raise ConnectionError("away")

    answer = get(limited(new_limiter=Limiter, settle=lambda scope, status: 0))
    assert answer.status == 200
    assert answer.error is None
    assert "could not settle" in caplog.text


@pytest.mark.parametrize(("granted", "degraded", "refunds"), [(False, False, []), (True, True, []), (True, False, [1])])
def test_what_the_limiter_has_not_taken_is_not_given_back(granted, degraded, refunds):
    given_back = []

    class Limiter(Failing):
        async def hit(self, key, cost=1):
            wait = 0 if granted else SECOND
            decision = JointDecision.of(wait, (Level(0, 9 * SECOND),), 0, 0)
            return DegradedDecision.marked(decision, ConnectionError()) if degraded else decision

        async def refund(self, key, cost=1):
            given_back.append(cost)

    get(limited(new_limiter=Limiter, settle=lambda scope, status: 0, dry_run=True))
    assert given_back == refunds


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


# What can be no middleware is refused when it is made


class Plain(Failing):
    """Makes limiters that the event loop would have to wait for."""

    def hit(self, key, cost=1):
        raise self.error


@pytest.mark.parametrize(("options", "error", "message"), [
    ({"limits": []}, ValueError, "limits must be a Policy, several, or a function of the request, got none"),
    ({"limits": ["2/s"]}, TypeError, "limits must be a Policy, or several, got '2/s'"),
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


def test_a_policy_may_have_several_algorithms():
    app = limited(limits=Policy("a", "1/day; 5/week", algorithm=[TokenBucket, FixedWindow]))
    answers = get(app, "/", "/")
    assert [answer.status for answer in answers] == [200, 429]
    assert answers[1].json()["violated-policies"] == ["a 1/day"]


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
