"""Flask: an extension limits the app, blueprints and views, and every answer has the fields."""

import functools
from contextlib import suppress

import pytest
from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    after_this_request,
    copy_current_request_context,
    g,
    request,
    session,
    stream_with_context,
)
from flask.views import MethodView, View
from werkzeug.exceptions import TooManyRequests

from ratelimit.web import Policy, SharedMemory
from ratelimit.web.flask import RateLimiter
from tests.web.asgi_server import Clock

SEARCH = Policy("search", "2/minute")
CLIENT = Policy("client", "4/minute")


def limiter_of(app=None, limits=None, **options):
    return RateLimiter(app, limits, **{"new_limiter": SharedMemory(Clock()), **options})


def get(app, *paths, peer="192.0.2.1", **options):
    client = app.test_client()
    answers = [client.get(path, environ_overrides={"REMOTE_ADDR": peer}, **options) for path in paths]
    return answers if len(paths) > 1 else answers[0]


def statuses(app, *paths, **options):
    return [answer.status_code for answer in get(app, *paths, **options)]


def made(limits=None, **options):
    app = Flask("app")
    return app, limiter_of(app, limits, **options)


def test_a_view_has_a_limit_and_clients_are_told():
    app, limiter = made()

    @app.get("/search")
    @limiter.limit(SEARCH)
    def search():
        return "found"

    app.add_url_rule("/free", view_func=lambda: "free")
    first, second, third, free = get(app, "/search", "/search", "/search", "/free")
    assert [answer.status_code for answer in (first, second, third, free)] == [200, 200, 429, 200]
    assert first.headers["RateLimit-Policy"] == '"search";q=2;w=60'
    assert [answer.headers["RateLimit"] for answer in (first, third)] == ['"search";r=1;t=30', '"search";r=0;t=30']
    assert (first.headers.get("Retry-After"), third.headers["Retry-After"]) == (None, "30")
    assert third.content_type == "application/problem+json"
    assert third.get_json(force=True)["violated-policies"] == ["search"]
    assert "RateLimit" not in free.headers
    assert get(app, "/search", peer="192.0.2.2").status_code == 200


def test_the_app_has_limits_and_errors_have_the_fields():
    app, _ = made(CLIENT)
    app.add_url_rule("/forbidden", "forbidden", lambda: abort(403))
    app.add_url_rule("/broken", "broken", lambda: 1 / 0)
    answers = get(app, "/forbidden", "/broken", "/nowhere", "/forbidden", "/forbidden")
    assert [answer.status_code for answer in answers] == [403, 500, 404, 403, 429]
    assert [answer.headers["RateLimit"] for answer in answers] == [f'"client";r={r};t=15' for r in (3, 2, 1, 0, 0)]


def test_an_app_may_be_made_later():
    limiter = limiter_of(limits=CLIENT)
    blueprint = Blueprint("api", "app")

    @blueprint.get("/search")
    @limiter.limit(SEARCH)
    def search():
        return "found"

    app = Flask("app")
    app.register_blueprint(blueprint)
    limiter.init_app(app)
    answers = get(app, "/search", "/search", "/search")
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0].headers["RateLimit"] == '"search";r=1;t=30, "client";r=3;t=15'


def test_without_init_app_a_limit_is_an_error_and_not_left_out():
    app = Flask("app")
    app.testing = True
    app.add_url_rule("/", view_func=limiter_of().limit(SEARCH)(lambda: "hello"))
    with pytest.raises(RuntimeError, match=r"limiter\.init_app\(app\)"):
        get(app, "/")


def test_a_second_limiter_of_an_app_is_an_error_and_does_not_count_twice():
    app, limiter = made(CLIENT)
    for second in (limiter, limiter_of()):
        with pytest.raises(RuntimeError, match="The app 'app' has a RateLimiter already"):
            second.init_app(app)
    limiter.init_app(Flask("another"))
    assert get(app, "/").headers["RateLimit"] == '"client";r=3;t=15'


def test_views_with_one_policy_share_it_and_others_do_not():
    app, limiter = made()
    for path, policy in [("/a", SEARCH), ("/b", SEARCH), ("/c", Policy("other", "2/minute"))]:
        app.add_url_rule(path, path, limiter.limit(policy)(lambda: "hello"))
    assert statuses(app, "/a", "/b", "/a", "/b", "/c", "/c", "/c") == [200, 200, 429, 429, 200, 200, 429]


def test_a_blueprint_and_one_inside_it_have_limits():
    app, limiter = made(CLIENT)
    outer, inner = Blueprint("outer", "app", url_prefix="/outer"), Blueprint("inner", "app", url_prefix="/inner")
    limiter.limit(Policy("outer", "3/minute"))(outer)
    limiter.limit(SEARCH)(inner)
    outer.add_url_rule("/", view_func=lambda: "outer")
    inner.add_url_rule("/", view_func=lambda: "inner")
    outer.register_blueprint(inner)
    app.register_blueprint(outer)
    answers = get(app, "/outer/inner/", "/outer/inner/", "/outer/inner/", "/outer/", "/outer/")
    assert [answer.status_code for answer in answers] == [200, 200, 429, 200, 429]
    assert answers[0].headers["RateLimit"] == '"search";r=1;t=30, "outer";r=2;t=20, "client";r=3;t=15'
    assert answers[4].headers["RateLimit"] == '"outer";r=0;t=20'


def test_what_a_view_refuses_does_not_count_for_the_app():
    app, limiter = made(CLIENT)
    app.add_url_rule("/search", "search", limiter.limit(SEARCH)(lambda: "found"))
    app.add_url_rule("/", "home", lambda: "home")
    assert statuses(app, *["/search"] * 9, "/", "/", "/") == [200, 200] + [429] * 7 + [200, 200, 429]


def test_views_and_blueprints_may_be_exempt():
    app, limiter = made(CLIENT, exempt_paths=["/static/*"])
    blueprint = Blueprint("admin", "app", url_prefix="/admin")
    blueprint.add_url_rule("/", "home", lambda: "admin")
    blueprint.add_url_rule("/limited", "limited", limiter.limit(Policy("one", "1/day"))(lambda: "admin"))
    limiter.exempt(blueprint)
    app.register_blueprint(blueprint)

    @app.get("/health")
    @limiter.exempt
    def health():
        return "well"

    @limiter.exempt
    @app.get("/also")
    def also():
        return "well"

    paths = ["/health", "/also", "/admin/", "/admin/limited", "/static/x"] * 3
    assert statuses(app, *paths) == [200, 200, 200, 200, 404] * 3
    assert "RateLimit" not in get(app, "/health").headers


def test_what_is_exempt_with_a_decorator_counts_without_it():
    app, limiter = made(Policy("one", "1/day"))

    def decorated(view):
        @functools.wraps(view)
        def inner():
            return view()

        return inner

    def items():
        return "items"

    app.add_url_rule("/internal", "internal", limiter.exempt(decorated(items)))
    app.add_url_rule("/items", "items", items)
    assert statuses(app, *["/internal"] * 3, "/items", "/items") == [200] * 4 + [429]


def test_what_is_exempt_above_other_decorators_and_the_route_does_not_count():
    app, limiter = made(Policy("one", "1/day"))

    @limiter.exempt
    @limiter.limit(SEARCH)
    @app.get("/above")
    def above():
        return "well"

    @app.get("/below")
    @limiter.limit(SEARCH)
    @limiter.exempt
    def below():
        return "well"

    assert statuses(app, *["/above", "/below"] * 3) == [200] * 6


def test_a_limit_above_the_route_holds_as_well():
    app, limiter = made()

    @limiter.limit(Policy("outer", "3/minute"))
    @limiter.limit(SEARCH)
    @app.get("/search")
    def search():
        return "found"

    answers = get(app, "/search", "/search", "/search")
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert '"outer";r=2' in answers[0].headers["RateLimit"]
    assert '"search";r=1' in answers[0].headers["RateLimit"]


def test_a_function_that_is_limited_at_one_address_is_free_at_another():
    app, limiter = made()

    def view():
        return "hello"

    app.add_url_rule("/free", "free", view)
    app.add_url_rule("/limited", "limited", limiter.limit(SEARCH)(view))
    assert statuses(app, *["/free"] * 3, *["/limited"] * 3) == [200] * 5 + [429]


def test_a_limit_holds_inside_of_decorators_that_hide_it():
    app, limiter = made()

    def hiding(view):
        def hidden():
            return view()

        return hidden

    app.add_url_rule("/", "view", hiding(limiter.limit(SEARCH)(lambda: "hello")))
    assert statuses(app, "/", "/", "/") == [200, 200, 429]


def test_a_limit_counts_once_at_its_place_among_decorators():
    app, limiter = made()

    def login(view):
        @functools.wraps(view)
        def inner():
            g.user = request.headers.get("X-User") or abort(401)
            return view()

        return inner

    @app.get("/")
    @login
    @limiter.limit(Policy("user", "1/day", by=lambda request: g.user))
    def home():
        return g.user

    asked = [None, "ann", "ann", "bob", None]
    answers = [get(app, "/", headers={"X-User": user} if user else {}) for user in asked]
    assert [answer.status_code for answer in answers] == [401, 200, 429, 200, 401]


def test_classes_methods_and_coroutine_functions_have_limits():
    app, limiter = made()

    class Whole(View):
        decorators = (limiter.limit(Policy("whole", "1/day")),)

        def dispatch_request(self):
            return "whole"

    class Methods(MethodView):
        @limiter.limit(Policy("get", "1/day"))
        def get(self):
            return "get"

        def post(self):
            return "post"

    @limiter.limit(Policy("async", "1/day"))
    async def asynchronous():
        return "async"

    app.add_url_rule("/whole", view_func=Whole.as_view("whole"))
    app.add_url_rule("/methods", view_func=Methods.as_view("methods"))
    app.add_url_rule("/async", view_func=asynchronous)
    assert statuses(app, *["/whole", "/methods", "/async"] * 2) == [200] * 3 + [429] * 3
    assert [app.test_client().post("/methods").status_code for _ in range(3)] == [200] * 3


def test_a_view_may_choose_its_policies_and_what_it_costs():
    app, limiter = made()
    plans = {"/free": None, "/pro": Policy("pro", "10/day")}

    @app.get("/<path:_>")
    @limiter.limit(lambda request: plans[request.path], cost=lambda request: int(request.args["size"]))
    def sized(_):
        return "sized"

    paths = ["/pro?size=6", "/pro?size=5", "/pro?size=4", "/free?size=9", "/pro?size=1", "/pro?size=11"]
    answers = get(app, *paths)
    assert [answer.status_code for answer in answers] == [200, 429, 200, 200, 429, 429]
    assert "Retry-After" not in answers[5].headers


def test_what_an_answer_has_cost_after_all_is_settled():
    app, limiter = made(settle=lambda request, status: 0 if status >= 500 else None)
    app.add_url_rule("/fails", "fails", limiter.limit(SEARCH)(lambda: abort(503)))
    app.add_url_rule("/search", "search", limiter.limit(SEARCH)(lambda: "found"))
    assert statuses(app, *["/fails"] * 4, *["/search"] * 3) == [503] * 4 + [200, 200, 429]


def test_a_request_is_settled_once_and_a_view_keeps_a_cost_of_its_own():
    asked = []

    def settle(request, status):
        asked.append(status)
        return 3

    app, limiter = made(Policy("client", "100/hour"), settle=settle)
    app.add_url_rule("/", view_func=limiter.limit(Policy("long", "20/hour"), cost=5)(lambda: "long"))
    assert [answer.headers["RateLimit"] for answer in get(app, "/", "/")] == [
        '"long";r=15;t=180, "client";r=99;t=36', '"long";r=10;t=180, "client";r=96;t=36',
    ]  # fmt: skip
    assert asked == [200, 200]


def no_json():
    session["who"] = object()
    return "x"


def stopped():
    raise KeyError


def fails_afterwards():
    after_this_request(lambda response: 1 / 0)
    return "x"


def fails_once_afterwards():
    def once(response):
        return 1 / 0 if response.status_code == 200 else response

    after_this_request(once)
    return "x"


@pytest.mark.parametrize("propagates", [False, True])
@pytest.mark.parametrize("view", [no_json, stopped, fails_afterwards, fails_once_afterwards])
def test_a_request_whose_answer_fails_is_settled_once_and_as_500(view, propagates):
    asked = []
    app, _ = made(CLIENT, settle=lambda request, status: asked.append((request.path, status)))
    app.secret_key = b"x"
    app.config["PROPAGATE_EXCEPTIONS"] = propagates
    app.add_url_rule("/", view_func=view)
    if not propagates:
        assert get(app, "/").status_code == 500
    else:
        with pytest.raises((TypeError, KeyError, ZeroDivisionError)):
            get(app, "/")
    assert asked == [("/", 500)]


def test_an_error_page_is_settled_by_its_status():
    asked = []
    app, _ = made(CLIENT, settle=lambda request, status: asked.append(status))
    app.register_error_handler(Exception, lambda error: ("busy", 503))
    app.register_error_handler(500, lambda error: ("sorry", 502))
    app.secret_key = b"x"
    app.add_url_rule("/stopped", view_func=stopped)
    app.add_url_rule("/no_json", view_func=no_json)
    app.add_url_rule("/late", view_func=fails_once_afterwards)
    assert statuses(app, "/stopped", "/no_json", "/late") == [503, 502, 502]
    assert asked == [503, 500, 502]


def test_a_request_is_settled_once_however_often_its_context_ends():
    order = []

    def stream():
        copy_current_request_context(lambda: order.append("copy"))()

        @stream_with_context
        def parts():
            order.append("part")
            yield b"a"

        return Response(parts(), 203)

    app, _ = made(CLIENT, settle=lambda request, status: order.append(status))
    app.add_url_rule("/", view_func=stream)
    assert get(app, "/").data == b"a"
    assert order == ["copy", 203, "part"]


def test_refusals_are_the_apps_to_answer():
    app, _ = made(Policy("one", "1/day"))

    @app.errorhandler(429)
    def sorry(error):
        return f"again in {request.environ['ratelimit'].retry_after()}: {error.description}", 429

    answer = get(app, "/", "/")[1]
    assert answer.text == "again in 86400: Try again in 86400 seconds."
    assert answer.headers["Retry-After"] == "86400"
    assert answer.headers["RateLimit"] == '"one";r=0;t=86400'


def test_an_apps_own_fields_are_joined():
    app, _ = made(CLIENT)
    own = {"RateLimit": '"own";r=1', "Retry-After": "7"}
    app.add_url_rule("/", view_func=lambda: Response("hello", 200, own))
    answer = get(app, "/")
    assert answer.headers.getlist("RateLimit") == ['"own";r=1, "client";r=3;t=15']
    assert answer.headers.getlist("Retry-After") == ["7"]


def test_if_the_limiter_fails_on_error_decides():
    class Failing:
        def __init__(self, *_, **__): ...

        def hit(self, key, cost=1):
            raise ConnectionError

    for on_error, status in [("open", 404), ("closed", 503)]:
        app, _ = made(CLIENT, new_limiter=Failing, on_error=on_error)
        answer = get(app, "/")
        assert (answer.status_code, answer.headers.get("RateLimit")) == (status, None)


def test_wrong_arguments_are_errors_at_once():
    with pytest.raises(TypeError, match="got '5/minute': a limit needs a name as well"):
        limiter_of().limit("5/minute")
    with pytest.raises(TypeError, match="a view or a blueprint, got Flask: pass its limits to RateLimiter"):
        limiter_of().limit(SEARCH)(Flask("app"))


def test_a_response_that_a_view_returns_again_has_the_fields_of_each_request_alone():
    app, _ = made(CLIENT)
    pong = Response("pong", headers={"X-Mine": "1"})
    closed = []
    pong.call_on_close(lambda: closed.append(1))
    app.get("/")(lambda: pong)
    answers = get(app, "/", "/", "/")
    assert [answer.headers["RateLimit"] for answer in answers] == [f'"client";r={left};t=15' for left in (3, 2, 1)]
    assert {(answer.text, answer.headers["X-Mine"]) for answer in answers} == {("pong", "1")}
    assert "RateLimit" not in pong.headers
    for answer in answers:
        answer.close()
    assert len(closed) == 3


def test_a_policy_at_the_app_and_at_a_view_is_told_once_as_it_is_after_both():
    app, limiter = made(CLIENT)
    app.get("/")(limiter.limit(CLIENT)(lambda: "both"))
    answer = get(app, "/")
    assert answer.headers["RateLimit-Policy"] == '"client";q=4;w=60'
    assert answer.headers["RateLimit"] == '"client";r=2;t=15'


def test_what_is_no_view_is_told():
    _, limiter = made()
    with pytest.raises(TypeError, match="limit decorates a view or a blueprint, got 5"):
        limiter.limit(SEARCH)(5)


def test_a_fallback_after_a_refusal_has_its_own_limit_and_is_told_alone():
    app, limiter = made()

    @limiter.limit(Policy("fallback", "2/minute"))
    def fallback():
        return "fallback"

    @app.get("/")
    @limiter.limit(Policy("main", "1/minute"))
    def main():
        return "main"

    app.errorhandler(429)(lambda error: (fallback(), 200))
    first, second, third, fourth = get(app, *["/"] * 4)
    assert [answer.text for answer in (first, second, third)] == ["main", "fallback", "fallback"]
    assert second.headers["RateLimit"] == '"fallback";r=1;t=30'
    assert "Retry-After" not in second.headers
    assert fourth.status_code != 200


def test_calls_in_a_loop_count_though_a_later_one_is_refused_and_all_later_ones_are():
    sent = []
    app, limiter = made(Policy("app", "1/day"))

    @limiter.limit(Policy("messages", "3/day"))
    def send():
        sent.append(1)

    @app.get("/")
    def loop():
        for _ in range(9):
            with suppress(TooManyRequests):
                send()
        return "sent"

    answers = get(app, "/", "/")
    assert [answer.status_code for answer in answers] == [200, 429]
    assert len(sent) == 3
    assert answers[0].headers["RateLimit"].startswith('"messages";r=0;')
