"""What docs/frameworks.md says is true, and its programs run."""

import os
import re
import subprocess
import sys
from types import ModuleType

import pytest

from katas.grader.kata import ROOT
from ratelimit.web import Policy, RateLimitMiddleware, SharedMemory
from tests.web.asgi_server import get as get_by_asgi
from tests.web.frameworks.test_aiohttp import get as get_by_aiohttp

GUIDE = (ROOT / "docs" / "frameworks.md").read_text(encoding="utf-8")


def programs(title):
    """Return the programs of a section."""
    section = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", GUIDE, re.DOTALL | re.MULTILINE)[1]
    return re.findall(r"```python\n(.*?)```", section, re.DOTALL)


def run(program):
    """Run a program, and return its names."""
    module = sys.modules["program"] = ModuleType("program")  # where annotations are looked up
    exec(program, vars(module))  # noqa: S102  our own
    return vars(module)


def get(app, *paths, **options):
    return get_by_asgi(app, *paths, **{"query_string": b"", "asgi": {"spec_version": "2.4"}, **options})


def statuses(app, *paths, **options):
    return [answer.status for answer in get(app, *paths, **options)]


def names_in(answer):
    return names_in_field(answer.header("ratelimit"))


def names_in_field(field):
    return re.findall(r'"(\w+)";r=', field)


def test_a_policy_that_a_request_meets_twice_counts_twice():
    assert "A policy that a request meets twice, at the app and at a route, counts twice" in " ".join(GUIDE.split())
    app = run(programs("FastAPI")[0])["app"]
    memory = SharedMemory()
    search = Policy("search", "5/minute")
    twice = RateLimitMiddleware(RateLimitMiddleware(app, search, new_limiter=memory), search, new_limiter=memory)
    assert '"search";r=3;' in get(twice, "/").header("ratelimit")


def test_the_program_for_fastapi():
    app = run(programs("FastAPI")[0])["app"]
    assert statuses(app, *["/search"] * 6) == [200] * 5 + [429]
    assert names_in(get(app, "/search", client=("192.0.2.9", 1))) == ["search", "client"]
    long = [get(app, "/reports/long", headers=[("x-user", "ann")]) for _ in range(5)]
    assert [answer.status for answer in long] == [200] * 4 + [429]
    assert [names_in(answer) for answer in long[-2:]] == [["long", "user", "client"], ["long"]]
    assert '"user";r=995;' in get(app, "/reports/short", headers=[("x-user", "ann")]).header("ratelimit")
    assert '"user";r=999;' in get(app, "/reports/short", headers=[("x-user", "bob")]).header("ratelimit")
    shown = app.openapi()["paths"]
    assert all("429" in shown[path]["get"]["responses"] for path in ("/search", "/reports/long"))


def test_the_program_for_starlette():
    app = run(programs("Starlette")[0])["app"]
    assert statuses(app, *["/search"] * 3, *["/api/search"] * 3, "/") == [200] * 5 + [429, 200]
    assert names_in(get(app, "/search", client=("192.0.2.9", 1))) == ["search", "client"]


def test_the_program_for_flask():
    client = run(programs("Flask")[0])["app"].test_client()
    answers = [client.get("/search") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[5].get_json()["error"] == f"Come back in {answers[5].headers['Retry-After']} s."
    long = [client.get("/reports/long", headers={"X-User": "ann"}) for _ in range(5)]
    assert [answer.status_code for answer in long] == [200] * 4 + [429]
    assert names_in_field(long[0].headers["RateLimit"]) == ["long", "user", "client"]
    assert "RateLimit" not in client.get("/health").headers


DJANGO = """
from django.test import AsyncClient, Client
import asyncio
client = Client(raise_request_exception=False)
def get(path, **headers):
    return client.get(path, headers=headers).status_code
assert [get(path) for path in ("/search", "/more", "/search", "/search", "/more")] == [200, 200, 200, 200, 429]
assert [get("/report", **{"X-User": name}) for name in ("ann", "ann", "ann", "ann", "bob")] == [200] * 3 + [429, 200]
async def main():
    return (await AsyncClient().get("/more")).headers["RateLimit"]
assert asyncio.run(main()).split(";")[0] == '"search"'
"""
REST = """
from types import SimpleNamespace
from django.conf import settings
class urls:
    urlpatterns = []
settings.configure(
    ALLOWED_HOSTS=["*"], ROOT_URLCONF=urls, SECRET_KEY="x", MIDDLEWARE=["ratelimit.web.django.RateLimitMiddleware"],
    REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": [], "UNAUTHENTICATED_USER": lambda: SimpleNamespace(pk=None)},
)
import django; django.setup()
"""
REST_CLIENT = """
from django.test import Client
from django.urls import path
urls.urlpatterns.append(path("search", Search.as_view()))
client = Client()
answers = [client.get("/search") for _ in range(6)]
assert [answer.status_code for answer in answers] == [200] * 5 + [429]
assert "user 1000/day" in answers[0].headers["RateLimit"]
"""


@pytest.mark.parametrize(("before", "number", "after"), [("", 0, DJANGO), (REST, 1, REST_CLIENT)])
def test_the_programs_for_django(before, number, after):
    code = f"{before}\n{programs('Django')[number]}\n{after}"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_program_for_aiohttp():
    app = run(programs("aiohttp")[0])["app"]
    first, *_, last = get_by_aiohttp(app, *["/search"] * 6)
    assert (first.status, first.body, last.status) == (200, b'{"left": 4}', 429)
    assert names_in_field(first.headers["RateLimit"]) == ["search", "client"]
    assert '"user";r=995;' in get_by_aiohttp(run(programs("aiohttp")[0])["app"], "/report")[0].headers["RateLimit"]


def test_the_program_for_litestar():
    app = run(programs("Litestar")[0])["app"]
    paths = ["/search", "/reports/long", "/search", "/reports/long", "/search"]
    answers = get(app, *paths, root_path="")
    assert [answer.status for answer in answers] == [200, 200, 200, 429, 200]
    assert names_in(answers[1]) == ["search", "reports", "client"]
    assert names_in(answers[3]) == ["search"]


def test_every_framework_has_a_section():
    named = set(re.findall(r"^\| \[(.*?)\]\(#", GUIDE, re.MULTILINE))
    assert named == set(re.findall(r"^## (.*)$", GUIDE, re.MULTILINE)) - {"More than one process"}


@pytest.mark.slow
@pytest.mark.parametrize("title", ["FastAPI", "Starlette"])
def test_the_programs_pass_a_strict_mypy_but_for_the_types_of_ones_own_functions(title, tmp_path):
    handler = "\nfrom ratelimit.web.fastapi import RateLimited, problem_details\n"
    handler += "app.add_exception_handler(RateLimited, problem_details)\n"
    (tmp_path / "program.py").write_text(programs(title)[0] + handler)
    words = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--allow-untyped-defs",
        "--allow-incomplete-defs",
        "--allow-untyped-calls",
    ]
    environment = os.environ | {"MYPYPATH": str(ROOT)}
    done = subprocess.run(
        [*words, "program.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("Success"), done.stdout
