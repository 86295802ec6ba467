"""What docs/web.md says is true, and its programs run."""

import json
import re

import pytest

from katas.grader.kata import ROOT
from ratelimit.web import Policy, RateLimitMiddleware
from ratelimit.web.request_limiter import Options
from tests.web.asgi_server import get
from tests.web.test_wsgi import get as get_by_wsgi

GUIDE = (ROOT / "docs" / "web.md").read_text(encoding="utf-8")
BASIC, WSGI, KEYS, PLANS, PROXY, REDIS, COST, PAGE = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch):
    """However long the requests of a test take, no unit comes back meanwhile."""
    monkeypatch.setattr("ratelimit.web.shared_memory.monotonic_ns", lambda: 10**18)


def run(*programs):
    """Run the last program, with what it needs of those before it, and return its app."""
    *before, last = programs
    needed = [re.sub(r"^app = .*\n", "", program, flags=re.MULTILINE) for program in before]
    names = {}
    exec("\n".join([*needed, last]), names)  # noqa: S102  our own
    return names["app"]


def test_each_client_has_100_requests_a_minute_and_is_told_so():
    app = run(BASIC)
    first, *_, last = get(app, *["/"] * 101)
    shown = re.search(r"```\n(RateLimit-Policy.*?)```", GUIDE, re.DOTALL)[1]
    told = {name.lower(): value for name, value in first.headers if name.startswith("ratelimit")}
    assert told == {name.lower(): value for name, value in (line.split(": ", 1) for line in shown.splitlines())}
    assert first.body == b"hello\n"
    assert get(app, client=("192.0.2.2", 1)).status == 200
    refused = re.search(r"```\nHTTP/1.1 429 Too Many Requests\n(.*?)\n\n(.*?)```", GUIDE, re.DOTALL)
    assert last.status == 429
    assert {name: value for name, value in last.headers if name != "content-length"} == dict(
        line.split(": ", 1) for line in refused[1].splitlines()
    )
    assert last.json() == json.loads(refused[2])


def test_the_program_for_wsgi_runs():
    app = run(WSGI)
    assert [get_by_wsgi(app).status[:3] for _ in range(101)] == ["200"] * 100 + ["429"]


def test_a_policy_counts_by_api_key_and_has_two_limits():
    app = run(BASIC, KEYS)
    answers = [get(app, headers=[("x-api-key", "a")]) for _ in range(21)]
    assert [answer.status for answer in answers] == [200] * 20 + [429]
    assert get(app, headers=[("x-api-key", "b")]).status == 200
    policies = '"key 10/second burst 20";q=10;w=1, "key 1000/day";q=1000;w=86400, "everybody";q=500;w=1'
    assert answers[0].header("ratelimit-policy") == policies


def test_plans_depend_on_the_request():
    app = run(BASIC, KEYS, PLANS)
    free, pro = (get(app, headers=[("x-api-key", key)]) for key in ("anybody", "key of a customer"))
    assert '"free";r=99;' in free.header("ratelimit")
    assert '"pro";r=9999;' in pro.header("ratelimit")
    for request in ({"method": "OPTIONS"}, {"path": "/health"}, {"path": "/static/a.css"}):
        path = request.pop("path", "/")
        assert '"free"' not in (get(app, path, **request).header("ratelimit") or "")


def test_the_client_is_told_from_the_right():
    app = run(BASIC, PROXY)
    lines = ["6.6.6.6, 1.2.3.4", "7.7.7.7, 1.2.3.4, 10.0.0.3", "1.2.3.5"]
    told = [get(app, client=("10.0.0.1", 1), headers=[("x-forwarded-for", line)]) for line in lines]
    assert [re.search(r'"default";r=(\d+)', answer.header("ratelimit"))[1] for answer in told] == ["99", "98", "99"]


def test_costs_are_taken_before_and_settled_after():
    app = run(BASIC, COST)
    left = [
        get(app, path, **more).header("ratelimit") for path, more in [("/", {}), ("/search", {}), ("/", {"tokens": 40})]
    ]
    left.append(get(app).header("ratelimit"))
    assert [re.search(r'"default";r=(\d+)', line)[1] for line in left] == ["99", "94", "93", "53"]


def test_the_page_for_refused_requests_is_the_apps_own():
    app = run(BASIC, PAGE)
    answer = get(app, *["/"] * 101)[-1]
    assert (answer.status, answer.body) == (429, b"<h1>One moment, please</h1>")
    assert answer.header("retry-after") == "1"


def test_a_dry_run_refuses_nobody():
    app = RateLimitMiddleware(run(BASIC).app, Policy("one", "1/day"), dry_run=True)
    assert [answer.status for answer in get(app, "/", "/")] == [200, 200]


@pytest.mark.parametrize("argument", [*RateLimitMiddleware.__init__.__kwdefaults__, *Options.__annotations__])
def test_every_argument_is_shown(argument):
    assert re.search(rf"\b{argument}=", GUIDE)
