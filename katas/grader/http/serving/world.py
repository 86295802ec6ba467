"""Runs an exchange: the app and the limiter that a middleware stands between, and a task for each request."""

import asyncio
from collections.abc import Callable
from inspect import isawaitable
from typing import Any, NamedTuple

from katas.grader.http.exchange import ANSWER, SECOND, Exchange, Step, goes_on, granted, pair_of
from katas.grader.http.serving.connection import WHO, Connection
from katas.grader.http.serving.turns import Stuck, Turns
from katas.grader.verdict import Abort, brief

RESET = 40 * SECOND  # so much later than the next unit is there, a key is fresh
_CONTENTS: dict[str, dict[str, Any]] = {
    "http.response.trailers": {"headers": [(b"x-sum", b"5d41")], "more_trailers": False},
    "http.response.early_hint": {"links": [b"</style.css>; rel=preload"]},
    "http.response.pathsend": {"path": "/srv/hello.txt"},
    "http.response.debug": {"info": {"template": "hello.html"}},
}


class Decision(NamedTuple):
    """What the limiter answers; times are in nanoseconds."""

    allowed: bool
    remaining: int
    retry_after: int
    reset_after: int
    next_after: int

    def __bool__(self) -> bool:
        return self.allowed


class World:
    """All requests of one exchange. It is the app, and the limiter: `app` and `hit` are what a middleware can reach."""

    def __init__(self, exchange: Exchange, jump: Callable[[], None] = lambda: None) -> None:
        self.loop, self.at_once = Turns(exchange.turns, jump), bool(exchange.turns)
        self.connections = [Connection(n, each, self.loop) for n, each in enumerate(exchange.all_requests, 1)]
        self.inner = exchange.inner
        for connection in self.connections:
            connection.layered, connection.at_once = exchange.inner is not None, self.at_once

    def run(self, middleware: Any) -> None:
        """Serve all requests."""
        try:
            self.loop.run_until_complete(self._serve_all(middleware))
        except Stuck:
            for connection in self.connections:
                if connection.number not in self.loop.ended:
                    connection.note("stuck")
        finally:
            self.loop.close()
        for number, others in self.loop.blocked:
            self.connections[number - 1].note("blocked", others)

    async def _serve_all(self, middleware: Any) -> None:
        if self.at_once:
            for task in [self.loop.create_task(self._serve(middleware, each)) for each in self.connections]:
                await task
        for each in () if self.at_once else self.connections:
            await self.loop.create_task(self._serve(middleware, each))
        left = [task for task in self.loop.tasks if not task.done() and task is not asyncio.current_task()]
        if left:  # what a middleware has started runs on, as in a server
            await asyncio.wait(left)

    async def _serve(self, middleware: Any, connection: Connection) -> None:
        """Serve one request, as a server does."""
        connection.task = asyncio.current_task()
        WHO.set(("server", connection.number))
        await self.loop.turn(connection.number)
        try:
            found = middleware(connection.scope, connection.receive, connection.send)
            if isawaitable(found):
                await found
            else:
                connection.note("returns", None, f"{brief(found)}, which can't be awaited")
                return
        except (Abort, GeneratorExit):  # of a request that is given up
            raise
        except BaseException as error:  # noqa: BLE001  whatever comes is noted, and judged
            connection.note("raises", error, _lost(connection))
        else:
            connection.note("returns", None, _lost(connection))
        finally:
            self.loop.ended.add(connection.number)

    async def hit(self, key: Any, cost: int = 1) -> Decision:
        """Answer as the exchange says."""
        connection = self._connection()
        return await self._answer(connection, "hit", connection.request.limiter, (key, cost))

    async def inner_hit(self, key: Any, cost: int = 1) -> Decision:
        """Answer the middleware inside."""
        return await self._answer(self._connection(), "inner hit", self.inner or granted(), (key, cost))

    async def _answer(self, connection: Connection, what: str, limiter: Step, asked: tuple[Any, int]) -> Decision:
        connection.note(what, asked, "after a message" if connection.sent else "", connection.elsewhere)
        WHO.set(("hit", connection.number))
        await self.loop.turn(connection.number)
        name, values = limiter
        if name == "granted":
            remaining, next_after = values
            return Decision(True, remaining, 0, next_after + RESET, next_after)  # noqa: FBT003  whether it is allowed
        if name == "refused":
            return Decision(False, 0, values[0], values[0] + RESET, values[0])  # noqa: FBT003  the same
        raise connection.error(goes_on(limiter) or values[0], "the limiter's")

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        """Do what the exchange says."""
        connection = self._connection()
        before = "hit" if any(heard.what == "hit" for heard in connection.heard) else "server"
        context = "" if WHO.get(("", 0))[0] == before else "in another context"
        connection.note("app", None, *_handed(connection, scope, receive, send), connection.elsewhere, context)
        WHO.set(("app", connection.number))
        for step in connection.request.app:
            await _do(connection, step, receive, send)

    async def bare(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve without a middleware: what one costs is what it adds to this."""
        if scope["type"] == "http":
            await self.hit("")
        await self.app(scope, receive, send)

    def _connection(self) -> Connection:
        """Return the request that is running here, by its context; in a context without one, whose turn it is."""
        number = WHO.get(("", self.loop.running))[1]
        return self.connections[number - 1]


def _handed(connection: Connection, scope: Any, receive: Any, send: Any) -> list[str]:
    """Return what is wrong with what the app gets, in words."""
    http, faults = connection.request.scope == "http", []
    if scope != connection.unchanged:
        faults.append("with a changed scope")
    elif scope is not connection.scope and not http:
        faults.append("with a copy of the scope")
    if receive is not connection.receive:
        faults.append("with another receive")
    if send is not connection.send and not http:
        faults.append("with another send")
    return faults


async def _do(connection: Connection, step: Step, receive: Any, send: Any) -> None:
    """Do one thing that an app does."""
    if step.name == "raises":
        raise connection.error(step.values[0], "the app's")
    if step.name == "receive":
        connection.app_asks = True
        await receive()
        connection.app_asks = False
        return
    message, before = message_of(step), message_of(step)
    connection.given += 1
    try:
        await send(message)
    except BaseException as error:
        connection.note("told", error)
        raise
    if connection.done < connection.given:
        connection.note("early")
    if not _same(message, before):
        connection.note("changed")


def message_of(step: Step) -> dict[str, Any]:
    """Return a new message, as apps make it."""
    if step.name == "body":
        text, *words = step.values
        message: dict[str, Any] = {"type": "http.response.body"}
        content = {} if "bare" in words else {"body": text.encode()}
        return message | content | ({"more_body": True} if "more" in words else {})
    if step.name == "message":
        return {"type": step.values[0], **_CONTENTS.get(step.values[0], {})}
    status, *words = step.values
    message = {"type": "http.response.start", "status": status}
    if "trailers" in words:
        message["trailers"] = True
    if not words:
        return message
    pairs = [pair_of(word) for word in words if ": " in word]
    kept: dict[str, Any] = {"tuple": tuple(pairs), "lists": [list(pair) for pair in pairs], "iterator": iter(pairs)}
    return message | {"headers": next((kept[word] for word in words if word in kept), pairs)}


def _same(message: dict[str, Any], before: dict[str, Any]) -> bool:
    """Whether a message is as it was; an iterator has been read."""
    read_once = {"headers"} if isinstance(before.get("headers"), type(iter([]))) else set()
    return all(message.get(name) == value for name, value in before.items() if name not in read_once) and (
        message.keys() == before.keys()
    )


def _lost(connection: Connection) -> str:
    """Say if what ran for the request is not seen in its context."""
    ran = [heard.what for heard in connection.heard if heard.what in ("hit", "app")]
    return "" if WHO.get()[0] == (ran[-1] if ran else "server") else "in another context"


async def passes(_scope: Any, _receive: Any, send: Any) -> None:
    """Answer 200: the app of a plot."""
    for step in ANSWER:
        await send(message_of(step))
