"""Behind real servers, over real sockets: uvicorn for ASGI, wsgiref for WSGI."""

import asyncio
import socket
import threading
from contextlib import contextmanager
from http.client import HTTPConnection
from wsgiref.simple_server import WSGIRequestHandler, make_server

import http_sf
import pytest
import uvicorn
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from ratelimit.web import Policy, RateLimitMiddleware, WSGIRateLimitMiddleware

DAILY = Policy("daily", "5/day")


@contextmanager
def uvicorn_of(app):
    """Serve an app on a port of its own, in a thread."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=server.run, args=([listener],))
    ready = threading.Event()
    started = server.startup

    async def startup(sockets=None):
        await started(sockets)
        ready.set()

    server.startup = startup
    thread.start()
    try:
        assert ready.wait(60)
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(60)
        listener.close()
        assert not thread.is_alive()


class Silent(WSGIRequestHandler):
    def log_message(self, *_):
        pass


@contextmanager
def wsgiref_of(app):
    with make_server("127.0.0.1", 0, app, handler_class=Silent) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join(60)


class App:
    """Answers with what it was sent, in pieces; and notes what it sees of the lifespan."""

    def __init__(self):
        self.lifespan = []
        self.calls = 0

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            for event in ("startup", "shutdown"):
                self.lifespan.append((await receive())["type"])
                await send({"type": f"lifespan.{event}.complete"})
            return
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.send", "text": (await receive())["text"]})
            return
        self.calls += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        more = True
        while more:
            message = await receive()
            more = message.get("more_body", False)
            await send({"type": "http.response.body", "body": message["body"], "more_body": more})


def ask(port, method="GET", body=None, **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, "/", body, headers)
    response = connection.getresponse()
    read = response.read()
    connection.close()
    return response, read


def remaining(response):
    return dict(http_sf.parse(response.headers["RateLimit"].encode(), tltype="list"))["daily"]["r"]


def test_behind_uvicorn_exactly_the_limit_pass_and_streams_and_lifespan_are_the_apps():
    app = App()
    with uvicorn_of(RateLimitMiddleware(app, DAILY)) as port:
        large = b"x" * 300_000
        answers = [ask(port, "POST", iter([large, b"y"])) for _ in range(5)]
        assert [response.status for response, _ in answers] == [200] * 5
        assert [remaining(response) for response, _ in answers] == [4, 3, 2, 1, 0]
        assert {read for _, read in answers} == {large + b"y"}
        refused, read = ask(port)
        assert refused.status == 429
        assert 86_400 // 5 - 600 < int(refused.headers["Retry-After"]) <= 86_400 // 5
        assert refused.headers["RateLimit-Policy"] == '"daily";q=5;w=86400'
        assert b"quota-exceeded" in read
        head, read = ask(port, "HEAD")
        assert (head.status, read) == (429, b"")
        assert int(head.headers["Content-Length"]) > 0
    assert app.calls == 5
    assert app.lifespan == ["lifespan.startup", "lifespan.shutdown"]


def test_behind_uvicorn_a_connection_serves_on_after_a_refusal():
    with uvicorn_of(RateLimitMiddleware(App(), Policy("daily", "1/day"))) as port:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        statuses = []
        for _ in range(4):
            connection.request("POST", "/", b"body")
            response = connection.getresponse()
            response.read()
            statuses.append(response.status)
        connection.close()
    assert statuses == [200, 429, 429, 429]


def test_behind_uvicorn_many_clients_at_once_get_exactly_the_limit():
    async def main(port):
        async def one():
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            status = (await reader.readline()).split()[1]
            await reader.read()
            writer.close()
            return int(status)

        return await asyncio.gather(*(one() for _ in range(30)))

    with uvicorn_of(RateLimitMiddleware(App(), DAILY)) as port:
        assert sorted(asyncio.run(main(port))) == [200] * 5 + [429] * 25


def test_behind_uvicorn_a_websocket_is_the_apps_and_a_refused_handshake_has_an_answer():
    def talk():
        with connect(f"ws://127.0.0.1:{port}/", open_timeout=60) as websocket:
            websocket.send("hello")
            return websocket.recv(60)

    with uvicorn_of(RateLimitMiddleware(App(), Policy("daily", "1/day"))) as port:
        assert [talk(), talk()] == ["hello"] * 2
    with uvicorn_of(RateLimitMiddleware(App(), Policy("daily", "1/day"), websockets=True)) as port:
        assert talk() == "hello"
        with pytest.raises(InvalidStatus) as refused:
            talk()
    response = refused.value.response
    assert response.status_code == 429
    assert response.headers["RateLimit"].startswith('"daily";r=0;t=')
    assert b"quota-exceeded" in response.body


def test_behind_wsgiref_exactly_the_limit_pass():
    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        yield environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0))

    with wsgiref_of(WSGIRateLimitMiddleware(app, DAILY)) as port:
        answers = [ask(port, "POST", b"body") for _ in range(7)]
        head, read = ask(port, "HEAD")
    assert [response.status for response, _ in answers] == [200] * 5 + [429] * 2
    assert [remaining(response) for response, _ in answers] == [4, 3, 2, 1, 0, 0, 0]
    assert {read for _, read in answers[:5]} == {b"body"}
    assert b"quota-exceeded" in answers[5][1]
    assert (head.status, read) == (429, b"")
