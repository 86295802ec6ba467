"""An ASGI server that sees every message, and apps to put behind a middleware."""

import asyncio
import json
from dataclasses import dataclass, field

from ratelimit.web import Policy, RateLimitMiddleware, SharedMemory

TWO = Policy("default", "2/minute")


def scope_of(path="/", method="GET", client=("192.0.2.1", 5), headers=(), type="http", **more):  # noqa: A002  ASGI's own word
    headers = [(name.encode(), value.encode()) for name, value in headers]
    scope = {"type": type, "path": path, "client": client, "headers": headers, **more}
    return {**scope, "method": method} if type == "http" else scope


@dataclass
class Answer:
    """What a server was sent, and what the app raised."""

    messages: list = field(default_factory=list)
    received: int = 0
    error: BaseException | None = None

    @property
    def status(self):
        return self.messages[0]["status"]

    @property
    def headers(self):
        return [(name.decode(), value.decode()) for name, value in self.messages[0].get("headers", ())]

    def header(self, name):
        """Return the one value of a header, or None."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(values) <= 1
        return values[0] if values else None

    @property
    def body(self):
        return b"".join(message.get("body", b"") for message in self.messages[1:])

    def json(self):
        return json.loads(self.body)


async def serve(app, scope=None, messages=()):
    """Serve one connection."""
    answer, messages = Answer(), list(messages)

    async def receive():
        answer.received += 1
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message):
        await asyncio.sleep(0)
        answer.messages.append(message)

    try:
        await app(scope_of() if scope is None else scope, receive, send)
    except BaseException as error:  # noqa: BLE001  the test looks at it
        answer.error = error
    return answer


def get(app, *paths, **options):
    """Ask for each path in turn, and return the answers; of one path, its answer."""

    async def main():
        return [await serve(app, scope_of(path, **options)) for path in paths or ("/",)]

    answers = asyncio.run(main())
    return answers if len(paths) > 1 else answers[0]


def app_of(status=200, headers=((b"content-type", b"text/plain"),), body=b"hello"):
    """Return an app that answers so, and counts its calls."""

    async def app(scope, receive, send):
        app.calls += 1
        await send({"type": "http.response.start", "status": status, "headers": list(headers)})
        await send({"type": "http.response.body", "body": body})

    app.calls = 0
    return app


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self):
        self.now = 0

    def __call__(self):
        return self.now


def limited(app=None, limits=TWO, clock=None, **options):
    return RateLimitMiddleware(app or app_of(), limits, **{"new_limiter": SharedMemory(clock or Clock()), **options})


class Failing:
    """Makes limiters that fail."""

    error = ConnectionError("away")

    def __init__(self, *arguments, **options):
        pass

    async def hit(self, key, cost=1):
        raise self.error
