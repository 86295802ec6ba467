"""Each framework behind a real server with several workers and one Valkey: exactly as many pass as may."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from time import monotonic
from uuid import uuid4

import http_sf
import pytest

from katas.grader.kata import ROOT
from katas.grader.redis.servers.server import NoServer, free_ports, server_url

APPS = "tests.web.frameworks.apps"
WORKERS = 2
SERVERS = {
    "uvicorn": "uvicorn {app} --port {port} --workers 2 --log-level warning",
    "hypercorn": "hypercorn {app} --bind 127.0.0.1:{port} --workers 2",
    "granian": "granian {app} --port {port} --workers 2 --interface asgi --no-log",
    "granian for WSGI": "granian {app} --port {port} --workers 2 --interface wsgi --no-log",
    "gunicorn": "gunicorn {app} --bind 127.0.0.1:{port} --workers 2 --threads 4 --no-control-socket",
    "gunicorn for aiohttp": (
        "gunicorn {app} --bind 127.0.0.1:{port} --workers 2 --no-control-socket -k aiohttp.GunicornWebWorker"
    ),
}


@pytest.fixture(scope="module")
def url():
    try:
        with server_url() as address:
            yield address
    except NoServer as reason:
        pytest.skip(str(reason))


@contextmanager
def served(server, app, url, output):
    """Serve an app by several processes, each of which has answered; yield the port."""
    [port] = free_ports(1)
    command = [sys.executable, "-m", *SERVERS[server].format(app=f"{APPS}.{app}", port=port).split()]
    told = {"RATELIMIT_TEST_URL": url, "RATELIMIT_TEST_PREFIX": f"ratelimit-katas-test-{uuid4().hex}"}
    environ = {**os.environ, **told, "PYTHONPATH": str(ROOT)}
    with output.open("w") as file:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environ, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        seen, deadline = set(), monotonic() + 120
        while len(seen) < WORKERS:
            assert process.poll() is None, output.read_text()
            assert monotonic() < deadline, f"of {WORKERS} workers, {len(seen)} have answered: {output.read_text()}"
            seen |= {body for status, _, body in all_at_once(port, "/pid", 8) if status == 200}
        yield port
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # its workers too
            process.wait(60)


def ask(port, path):
    """Return status, headers and body of an answer; the status is None if nobody listens yet."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    except (OSError, HTTPException):
        return None, None, None
    finally:
        connection.close()


def all_at_once(port, path, number):
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(lambda _: ask(port, path), range(number)))


@pytest.mark.slow
@pytest.mark.parametrize(("server", "app", "path"), [
    ("uvicorn", "on_fastapi:app", "/search"),
    ("hypercorn", "on_fastapi:app", "/search"),
    ("hypercorn", "on_starlette:app", "/search"),
    ("granian", "on_starlette:app", "/search"),
    ("granian", "on_litestar:app", "/search"),
    ("uvicorn", "on_litestar:app", "/search"),
    ("gunicorn", "on_flask:app", "/search"),
    ("granian for WSGI", "on_flask:app", "/search"),
    ("gunicorn", "on_django:wsgi", "/search"),
    ("gunicorn", "on_django:wsgi", "/search/sync"),
    ("gunicorn", "on_django:wsgi", "/search/rest"),
    ("uvicorn", "on_django:asgi", "/search"),
    ("hypercorn", "on_django:asgi", "/search/sync"),
    ("uvicorn", "on_django_asyncio:asgi", "/search"),
    ("hypercorn", "on_django_asyncio:asgi", "/search/sync"),
    ("uvicorn", "on_django_asyncio:asgi", "/search/rest"),
    ("gunicorn for aiohttp", "on_aiohttp:app", "/search"),
])  # fmt: skip
def test_exactly_as_many_pass_as_may(url, tmp_path, server, app, path):
    with served(server, app, url, tmp_path / "output") as port:
        searched = all_at_once(port, path, 40)
        assert Counter(status for status, _, _ in searched) == {200: 5, 429: 35}
        for status, headers, body in searched:
            told = dict(http_sf.parse(headers["RateLimit"].encode(), tltype="list"))
            assert set(told) == ({"search", "client"} if status == 200 else {"search"})
            if status == 429:
                assert told["search"]["r"] == 0
                assert int(headers["Retry-After"]) >= told["search"]["t"] > 0
                assert json.loads(body)["detail"]
        # Those that were refused have cost nothing else.
        everything = all_at_once(port, "/", 70)
        assert Counter(status for status, _, _ in everything) == {200: 55, 429: 15}
