"""The same for WSGI, as its servers see it. Each answer goes through the standard library's validator of WSGI."""

import sys
from dataclasses import dataclass
from io import BytesIO
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from ratelimit import MemoryLimiter
from ratelimit.web import ClientKey, Policy, SharedMemory, WSGIRateLimitMiddleware
from tests.web.asgi_server import Clock

TWO = Policy("default", "2/minute")
PLAIN = [("Content-Type", "text/plain")]


def app_of(status="200 OK", headers=(("Content-Type", "text/plain"),), body=b"hello"):
    def app(environ, start_response):
        app.calls += 1
        start_response(status, list(headers))
        return [body]

    app.calls = 0
    return app


def limited(app=None, limits=TWO, clock=None, **options):
    options = {"new_limiter": SharedMemory(clock or Clock()), **options}
    return WSGIRateLimitMiddleware(app or app_of(), limits, **options)


@dataclass
class Answer:
    status: str = ""
    headers: tuple = ()
    body: bytes = b""
    read: int = 0

    def header(self, name):
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(values) <= 1
        return values[0] if values else None


def get(app, path="/", method="GET", peer="192.0.2.1", **more):
    environ = {"PATH_INFO": path, "SCRIPT_NAME": "", "REQUEST_METHOD": method, "REMOTE_ADDR": peer, **more}
    setup_testing_defaults(environ)
    environ["QUERY_STRING"] = ""
    environ["wsgi.input"] = BytesIO(b"body")
    answer = Answer()

    def start_response(status, headers, exc_info=None):
        if exc_info is not None and answer.body:
            raise exc_info[1]
        answer.status, answer.headers = status, headers
        return write

    def write(part):
        answer.body += part

    body = validator(app)(environ, start_response)
    try:
        for part in body:
            write(part)
    finally:
        body.close()
    return answer


def test_each_answer_has_the_fields_and_a_refused_one_says_when_to_come_back():
    app = app_of()
    first, _, third = (get(limiter) for limiter in [limited(app)] * 3)
    assert first.headers == [
        ("Content-Type", "text/plain"),
        ("ratelimit-policy", '"default";q=2;w=60'),
        ("ratelimit", '"default";r=1;t=30'),
    ]
    assert third.status == "429 Too Many Requests"
    assert third.header("Retry-After") == "30"
    assert third.header("Content-Type") == "application/problem+json"
    assert third.header("Content-Length") == str(len(third.body))
    assert b'"violated-policies": ["default"]' in third.body
    assert app.calls == 2


def test_a_refused_head_has_no_body():
    assert [get(app, method="HEAD").body for app in [limited(app_of(body=b""))] * 3] == [b""] * 3


def test_clients_count_apart():
    app = limited(limits=Policy("one", "1/day"), client=ClientKey(["10.0.0.0/8"]))
    asked = [("10.0.0.1", "6.6.6.6, 1.2.3.4"), ("10.0.0.1", "1.2.3.4"), ("9.9.9.9", "1.2.3.4"), ("9.9.9.9", "7.7.7.7")]
    statuses = [get(app, peer=peer, HTTP_X_FORWARDED_FOR=line).status[:3] for peer, line in asked]
    assert statuses == ["200", "429", "200", "429"]


def test_a_function_chooses_the_policies_and_another_the_cost():
    plans = {"/free": Policy("free", "1/day"), "/pro": [Policy("pro", "5/day"), Policy("all", "9/day", by="everybody")]}
    app = limited(
        limits=lambda environ: plans.get(environ["PATH_INFO"]), cost=lambda environ: len(environ["PATH_INFO"]) - 3
    )
    assert [get(app, path).status[:3] for path in ("/pro", "/free", "/other", "/free", "/pro")] == [
        "200",
        "429",
        "200",
        "429",
        "200",
    ]


def test_a_coroutine_function_is_an_error():
    async def cost(environ):
        return 1

    with pytest.raises(TypeError, match="a function without an event loop must return its value, got <coroutine"):
        get(limited(cost=cost))


def test_a_limiter_that_would_have_to_be_awaited_is_an_error_and_lets_nobody_pass():
    async def hit():
        raise AssertionError

    class Limiter:
        def __init__(self, *arguments, **options):
            pass

        def hit(self, key, cost=1):
            return hit()

    app = app_of()
    with pytest.raises(TypeError, match="a function without an event loop must return its value, got <coroutine"):
        get(limited(app, new_limiter=Limiter, on_error="open"))
    assert app.calls == 0


@pytest.mark.parametrize("path", ["/health", "/app/health"])
def test_exempt_paths_and_methods_do_not_count(path):
    app = limited(limits=Policy("one", "1/day"), exempt_paths=["/health", "/app/*"], exempt_methods=["OPTIONS"])
    statuses = [get(app, path).status, get(app, method="OPTIONS").status, get(app).status, get(app).status]
    assert [status[:3] for status in statuses] == ["200", "200", "200", "429"]


@pytest.mark.parametrize("exempt", ["/café", "/日本/*"])
def test_an_exempt_path_may_have_letters_of_any_language(exempt):
    app = limited(limits=Policy("one", "1/day"), exempt_paths=[exempt])
    path = exempt.replace("*", "x").encode().decode("latin-1")
    assert [get(app, path).status[:3] for _ in range(2)] == ["200", "200"]
    for other in ("/caf\xe9", "/\u65e5"):  # no UTF-8, and no bytes at all
        assert get(app, other, peer=other).header("ratelimit")


def test_what_an_app_is_mounted_at_is_no_part_of_an_exempt_path():
    app = limited(limits=Policy("one", "1/day"), exempt_paths=["/health"])
    assert [get(app, "/health", SCRIPT_NAME="/app").status[:3] for _ in range(2)] == ["200", "200"]
    assert [get(app, "/app/health", SCRIPT_NAME="/app").status[:3] for _ in range(2)] == ["200", "429"]


def test_middlewares_inside_one_another_give_back_what_an_inner_one_refuses():
    app = limited(limited(limits=Policy("in", "2/day")), Policy("out", "9/day"))
    granted, _, refused, _ = [get(app) for _ in range(4)]
    assert granted.header("RateLimit") == '"in";r=1;t=43200, "out";r=8;t=9600'
    assert (refused.status[:3], refused.header("RateLimit")) == ("429", '"in";r=0;t=43200')
    assert refused.header("Retry-After") == "43200"
    app.app = app_of()
    assert get(app).header("RateLimit") == '"out";r=6;t=9600'


def test_middlewares_inside_one_another_settle_each_its_own_and_only_once():
    def settle(name):
        return lambda environ, status: settled.append((name, status))

    settled = []
    both = limited(
        limited(limits=Policy("in", "1/day"), settle=settle("in")), Policy("out", "9/day"), settle=settle("out")
    )
    assert [get(both).status[:3] for _ in range(2)] == ["200", "429"]
    assert sorted(settled) == [("in", 200), ("out", 200)]


def test_what_an_app_says_again_has_the_fields_too():
    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        try:
            {}["x"]
        except KeyError:
            start_response("500 Oops", [("Content-Type", "text/plain")], sys.exc_info())
        return [b"oops"]

    answer = get(limited(app))
    assert answer.status == "500 Oops"
    assert answer.header("ratelimit") == '"default";r=1;t=30'


def test_what_the_app_returns_is_the_servers_unless_it_is_settled():
    class Body(list):
        pass

    body = Body([b"x"])
    app = limited(lambda environ, start_response: body)
    assert app({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, None) is body


def test_a_response_is_settled_when_it_is_closed_and_once():
    order = []

    class Body:
        def __iter__(self):
            order.append("sent")
            yield b"x"

        def close(self):
            order.append("closed")

    def app(environ, start_response):
        start_response("503 Away", [("Content-Type", "text/plain")])
        return Body()

    def settle(environ, status):
        order.append(status)
        return 0

    middleware = limited(app, settle=settle)
    body = middleware({"REQUEST_METHOD": "GET", "PATH_INFO": "/", "REMOTE_ADDR": "192.0.2.9"}, lambda *_: None)
    body.close()
    body.close()
    assert order == ["closed", 503, "closed"]
    order.clear()
    assert [get(middleware).header("ratelimit")[:15] for _ in range(2)] == ['"default";r=1;t'] * 2
    assert order == ["sent", "closed", 503] * 2


def raises(environ, start_response):
    raise KeyError


def raises_after_its_start(environ, start_response):
    start_response("200 OK", PLAIN)
    raise KeyError


def raises_before_the_first_part(environ, start_response):
    start_response("200 OK", PLAIN)
    yield b""
    raise KeyError


def raises_after_a_part(environ, start_response):
    start_response("200 OK", PLAIN)
    yield b"x"
    raise KeyError


def raises_after_a_write(environ, start_response):
    start_response("200 OK", PLAIN)(b"x")
    raise KeyError


def cannot_replace_what_was_sent(environ, start_response):
    start_response("200 OK", PLAIN)
    yield b"x"
    try:
        {}["x"]
    except KeyError:
        start_response("500 Oops", PLAIN, sys.exc_info())


@pytest.mark.parametrize(("app", "status"), [
    (raises, 500),
    (raises_after_its_start, 500),
    (raises_before_the_first_part, 500),
    (raises_after_a_part, 200),
    (raises_after_a_write, 200),
    (cannot_replace_what_was_sent, 200),
])  # fmt: skip
def test_an_answer_that_breaks_off_has_the_status_that_it_began_with_or_500(app, status):
    statuses = []
    with pytest.raises(KeyError):
        get(limited(app, settle=lambda environ, status: statuses.append(status)))
    assert statuses == [status]


def ends_without_an_answer(environ, start_response):
    return []


def is_closed_before_it_starts(environ, start_response):
    start_response("200 OK", PLAIN)
    yield b"x"


@pytest.mark.parametrize("app", [ends_without_an_answer, is_closed_before_it_starts])
def test_an_app_that_ends_without_an_answer_has_not_failed(app):
    statuses = []
    middleware = limited(app, settle=lambda environ, status: statuses.append(status))
    middleware({"REQUEST_METHOD": "GET", "PATH_INFO": "/", "REMOTE_ADDR": "192.0.2.9"}, lambda *_: None).close()
    assert statuses == [499]


def test_a_response_that_turned_out_dearer_is_charged():
    app = limited(limits=Policy("ten", "10/second"), settle=lambda environ, status: 25)
    assert [get(app).header("Retry-After") for _ in range(2)] == [None, "2"]


class Failing:
    def __init__(self, *arguments, **options):
        pass

    def hit(self, key, cost=1):
        raise ConnectionError


@pytest.mark.parametrize(("on_error", "statuses"), [
    ("open", ["200"] * 3), ("closed", ["503"] * 3), (SharedMemory(Clock()), ["200", "200", "503"]),
])  # fmt: skip
def test_if_the_limiter_fails_on_error_decides_and_there_are_no_fields(on_error, statuses):
    app = limited(new_limiter=Failing, on_error=on_error)
    answers = [get(app) for _ in range(3)]
    assert [answer.status[:3] for answer in answers] == statuses
    assert {answer.header("ratelimit") for answer in answers} == {None}


def test_a_dry_run_refuses_nobody():
    app = limited(dry_run=True, expose=True)
    answers = [get(app) for _ in range(3)]
    assert [answer.status[:3] for answer in answers] == ["200"] * 3
    assert answers[2].header("ratelimit") == '"default";r=0;t=30'
    assert answers[2].header("Access-Control-Expose-Headers") == "RateLimit-Policy, RateLimit, Retry-After"


def test_the_answer_to_refused_requests_can_be_replaced():
    own = app_of("403 No", body=b"no")
    answer = [get(limiter) for limiter in [limited(refused=own)] * 3][2]
    assert (answer.status, answer.body, answer.header("Retry-After")) == ("403 No", b"no", "30")


def test_what_was_decided_is_in_the_environ():
    def app(environ, start_response):
        seen.append(environ["ratelimit"].decision.remaining)
        return app_of()(environ, start_response)

    seen = []
    get(limited(app))
    assert seen == [1]


def test_limiters_for_asyncio_and_those_that_cannot_share_are_refused():
    class Asynchronous(Failing):
        async def hit(self, key, cost=1):
            raise ConnectionError

    with pytest.raises(TypeError, match="new_limiter must make plain limiters, as RedisLimiter, got Asynchronous"):
        limited(new_limiter=Asynchronous)
    with pytest.raises(TypeError, match="new_limiter must make limiters that share their counters, got MemoryLimiter"):
        limited(new_limiter=MemoryLimiter)


def test_what_can_answer_no_refused_request_is_an_error_at_once():
    with pytest.raises(TypeError, match="refused must be callable, got 'page'"):
        limited(refused="page")
