"""A service whose answers a test chooses, behind a real server."""

from contextlib import contextmanager

from tests.web.test_real_servers import uvicorn_of


class Switch:
    """An app in whose place a test puts its own."""

    app = None

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send) if scope["type"] == "http" else None


SWITCH = Switch()


@contextmanager
def running():
    """Run the server that all tests share."""
    with uvicorn_of(SWITCH) as SWITCH.port:
        yield


@contextmanager
def served(app):
    """Let it answer as an app does; yields its port."""
    SWITCH.app = app
    yield SWITCH.port


class Service:
    """Refuses as often as it is told to; notes what it was sent."""

    def __init__(self, refusals=0, status=429, headers=(), refusal=b"no"):
        self.refusal = refusal
        self.refusals = refusals
        self.status = status
        self.headers = [(name.encode(), value.encode()) for name, value in headers]
        self.bodies = []
        self.connections = set()

    async def __call__(self, scope, receive, send):
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        self.bodies.append((scope["method"], body))
        self.connections.add(scope["client"])
        refused = len(self.bodies) <= self.refusals
        headers = self.headers if refused else [(b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": self.status if refused else 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.refusal if refused else b"yes"})
