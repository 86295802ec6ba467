"""One request, as the server sees it: what it hands out, and a note of all that reaches anybody, in order."""

import asyncio
import builtins
from contextvars import ContextVar
from typing import Any, NamedTuple

from katas.grader.http.exchange import Request, error_when_gone, pair_of
from katas.grader.http.serving.turns import Turns

WHO: ContextVar[tuple[str, int]] = ContextVar("WHO")  # who has run last in this context, and in which request
PORT = 51_234
_OTHERS = (  # of which the contract does not speak, so that nobody may go by them
    (b"forwarded", b"for=203.0.113.66"),
    (b"x-real-ip", b"203.0.113.67"),
    (b"cf-connecting-ip", b"203.0.113.68"),
    (b"true-client-ip", b"203.0.113.69"),
    (b"x-forwarded-host", b"203.0.113.70"),
)


class Heard(NamedTuple):
    """Something that happened to a request."""

    what: str  # hit, inner hit, app, message, reused, receive, told, early, changed, ...
    value: Any = None
    faults: tuple[str, ...] = ()  # what was wrong with how it came, in a few words each


class Connection:
    """The server's side of one request."""

    def __init__(self, number: int, request: Request, loop: Turns) -> None:
        self.number, self.request = number, request
        self.loop = loop
        self.heard: list[Heard] = []
        self.scope, self.unchanged = _scope(request), _scope(request)
        self.receive, self.send = self._receive, self._send  # objects that can be told from others
        self.task: asyncio.Task[None] | None = None
        self.given = self.sent = self.done = 0  # messages of the app; those that came here; those that it is done with
        self.received = 0
        self.layered = False  # whether there is another middleware inside
        self.at_once = False  # whether others are served at the same time
        self.kept: list[Any] = []  # the start, and what has come last: servers hold back a start until the body comes
        self.app_asks = False  # whether the app receives just now
        self._own: list[tuple[BaseException, str]] = []

    def note(self, what: str, value: Any = None, *faults: str) -> None:
        """Add to what was heard."""
        self.heard.append(Heard(what, value, tuple(fault for fault in faults if fault)))

    @property
    def elsewhere(self) -> str:
        """What is wrong if this is not the server's task."""
        return "" if asyncio.current_task() is self.task else "in another task"

    def error(self, name: str, whose: str) -> BaseException:
        """Return an error to raise, which is known again."""
        kind = asyncio.CancelledError if name == "CancelledError" else getattr(builtins, name)
        found: BaseException = kind(f"{whose} {name}, as the exchange says")
        self._own.append((found, f"{whose} {name}"))
        return found

    def whose(self, error: BaseException) -> str:
        """Return which of the grader's errors it is, in words; "" if it is none."""
        return next((words for own, words in self._own if own is error), "")

    async def _receive(self) -> dict[str, Any]:
        self.note("receive", None, "" if self.app_asks else "not by the app")
        self.received += 1
        await self.loop.turn(self.number)
        if self.request.scope != "http":
            return {"type": f"{self.request.scope}.connect"}
        if self.received == 1:
            return {"type": "http.request", "body": b"what was sent", "more_body": False}
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.sent += 1
        self.note("message", _read(message), self.elsewhere)
        self.kept = [*self.kept[:1], message]
        before = repr(self.kept) if self.at_once else ""
        await self.loop.turn(self.number)
        if self.at_once and repr(self.kept) != before:
            self.note("reused")
        if self.request.gone and self.sent >= self.request.gone:
            raise self.error(error_when_gone(self.request.gone), "the server's")
        self.done += 1


def _scope(request: Request) -> dict[str, Any]:
    """Return a new scope, as servers make it."""
    kind = "".join(list(request.scope))  # as it comes from a wire: not the object that Python keeps for such a word
    scope: dict[str, Any] = {"type": kind, "asgi": {"version": "3.0", "spec_version": "2.4"}}
    if request.scope == "lifespan":
        return scope | {"state": {}}
    lines = [(b"x-forwarded-for", line.encode("latin-1")) for line in request.forwarded]
    headers = [
        (b"host", b"example.org"),
        *_OTHERS,
        *lines[:1],
        (b"accept", b"*/*"),
        *lines[1:],
        *map(pair_of, request.headers),
    ]
    peer = {} if request.client is None else {"client": (request.client, PORT)}
    return scope | {
        "http_version": request.http_version,
        "method": request.method,
        "scheme": request.scheme,
        "path": request.path,
        "raw_path": request.path.encode(),
        "query_string": request.query.encode("latin-1"),
        "root_path": request.root_path,
        "headers": headers,
        "server": ("203.0.113.5", 80),
        **peer,
    }


def _read(message: Any) -> Any:
    """Return a message with its headers in a list, as a server reads them: they can be read once."""
    if not isinstance(message, dict) or "headers" not in message:
        return message
    try:
        headers: Any = list(message["headers"])
    except TypeError:
        headers = message["headers"]
    return {**message, "headers": headers}
