"""What docs/frameworks.md says is true, and its programs run."""

import re

from katas.grader.kata import ROOT
from tests.web.asgi_server import get as get_by_asgi

GUIDE = (ROOT / "docs" / "frameworks.md").read_text(encoding="utf-8")


def programs(title):
    """Return the programs of a section."""
    section = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", GUIDE, re.DOTALL | re.MULTILINE)[1]
    return re.findall(r"```python\n(.*?)```", section, re.DOTALL)


def run(program):
    """Run a program, and return its names."""
    names = {"__name__": "program"}
    exec(program, names)  # noqa: S102  our own
    return names


def get(app, *paths, **options):
    return get_by_asgi(app, *paths, **{"query_string": b"", "asgi": {"spec_version": "2.4"}, **options})


def statuses(app, *paths, **options):
    return [answer.status for answer in get(app, *paths, **options)]


def names_in(answer):
    return re.findall(r'"(\w+)";r=', answer.header("ratelimit"))


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
    assert re.findall(r'"(\w+)";r=', long[0].headers["RateLimit"]) == ["long", "user", "client"]
    assert "RateLimit" not in client.get("/health").headers
