"""Limits in front of an ASGI app."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias, Unpack

from ratelimit.web.client_key import ClientKey
from ratelimit.web.decisions import DECISIONS, INNER, Decisions
from ratelimit.web.demand import RequestLimits
from ratelimit.web.headers import with_fields
from ratelimit.web.problem import CONTENT_TYPE, body_of
from ratelimit.web.request_limiter import Options, RequestLimiter, check_callable

if TYPE_CHECKING:
    from ratelimit.web.request_decision import RequestDecision

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]


_DISCONNECTS: Final = ("http.disconnect", "websocket.disconnect")
_STARTS: Final = {
    "http.response.start": 0,
    "websocket.http.response.start": 0,
    "websocket.accept": 101,
    "websocket.close": 403,  # what servers make of it, if it comes first
}
"""Messages that begin to answer, with the status of those that have none."""


class RateLimitMiddleware:
    """Asks limiters before the app, and tells clients what they have left.

    A refused request is answered with 429, and never reaches the app. Each answer has the fields, refused or not, but
    for those to requests that cost more than is ever granted, and to handshakes that are accepted.
    Everything else is as if the middleware were not there: messages, streams, context variables, errors.
    What was decided is in `scope["ratelimit"]`, a `RequestDecision`.

    limits: a `Policy`, several, or a function of the scope that returns one, several or none, for a request that
        doesn't count. A request is granted by all of them, or counts in none. None: only routes have limits.
    new_limiter: makes a limiter of algorithms and quotas: by default in the memory of this process; for more than one,
        `partial(AsyncRedisLimiter, client=client)`.
    client: how a request's client is told.
    fields: "draft-11", "x-ratelimit" (`X-RateLimit-Reset` in seconds to go), or "off".
    cost: how many units a request costs, or a function of the scope that returns it; 0 doesn't count. A cost that can
        never be granted is answered with 429 without `Retry-After`.
    settle: a function of the scope and the answer's status that returns what the request has cost after all: less is
        given back, more is charged. A route with a `cost` of its own, a function or other than 1, keeps it, unless this
        is 0. Called once, when the answer is complete, or the app has ended without that. If it had
        not begun to answer, the status is 500 if it has raised, else 499, also if the server has cancelled it. If the
        app was told before it began that the client has left, it is 499 whatever it does: that is no failure. For a
        handshake that counts it is called when the connection ends: 101, if the app has accepted it, 403 if it has
        closed it instead.
    exempt_paths, exempt_methods: `"/health"`, or `"/static/*"` for all below, without what the app is mounted at
        (`root_path`); `"OPTIONS"`.
    on_error: what to do if the limiter fails: "open" lets requests pass, unless its client of Redis has no connection
        left; "closed" answers 503; or what makes limiters to ask instead, as `SharedMemory()`. Meanwhile there are no
        fields. What fails is logged (`ratelimit.web`).
    dry_run: count and tell, but refuse nobody.
    expose: let scripts in browsers read the fields, of answers to other origins (`Access-Control-Expose-Headers`).
    refused: an ASGI app that answers refused requests; `Retry-After` and the fields are added.
    websockets: whether handshakes count as well. A refused one gets the same answer if the server can send one, and
        `refused` sees it as a GET request; if not, it is closed with 1013.

    The functions may be coroutine functions. What they raise, the server gets.
    """

    def __init__(
        self,
        app: App,
        limits: RequestLimits | None,
        *,
        refused: App | None = None,
        websockets: bool = False,
        **options: Unpack[Options],
    ) -> None:
        self.app = app
        self._limiter = RequestLimiter(limits, ClientKey.of_scope, awaits=True, **options)
        check_callable("refused", refused)
        if not isinstance(websockets, bool):
            raise TypeError(f"websockets must be True or False, got {websockets!r}")
        self._refused = refused or _problem
        self._types = ("http", "websocket") if websockets else ("http",)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        kind = scope["type"]
        if kind not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        limiter = self._limiter
        decisions: Decisions | None = scope.get(DECISIONS)
        is_inner = decisions is not None  # then the outer middleware writes the fields
        if decisions is None:
            decisions = scope[DECISIONS] = Decisions(limiter)
        else:
            scope[INNER] = limiter
        if kind in self._types and not (limiter.exempts and limiter.is_exempt(scope.get("method", ""), _path(scope))):
            decided = await limiter.decide(scope)  # decisions.decide: a coroutine more, 0.1 us
            if decided is not None:
                scope["ratelimit"] = decided
                if not decided.allowed:
                    await decisions.refuse(limiter, decided)
                    return await self._refuse(decisions, scope, receive, send, is_inner=is_inner)
                if decisions.is_refused:
                    decisions.go_on()
                decisions.told.append((limiter, decided, None))
        if kind == "http" and not is_inner:
            send = _with_fields(send, decisions)
        if limiter.settles:
            return await self._serve_and_settle(decisions, scope, receive, send)
        return await self.app(scope, receive, send)

    async def _serve_and_settle(self, decisions: Decisions, scope: Scope, receive: Receive, send: Send) -> None:
        status = 0  # until the answer has started
        has_left = False
        settled = False

        async def settle(status: int) -> None:
            nonlocal settled
            if not settled:
                settled = True
                await decisions.settle(scope, status, self._limiter)

        async def receive_and_note() -> Message:
            nonlocal has_left
            message = await receive()
            has_left = has_left or message["type"] in _DISCONNECTS
            return message

        async def send_and_settle(message: Message) -> None:
            nonlocal status
            if not status and message["type"] in _STARTS:  # an error page may follow one that nobody got
                status = 499 if has_left else message.get("status") or _STARTS[message["type"]]
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                await settle(status)

        try:
            await self.app(scope, receive_and_note, send_and_settle)
        except BaseException as error:
            is_failure = isinstance(error, Exception) and not has_left
            await settle(status or (500 if is_failure else 499))
            raise
        await settle(status or 499)

    async def _refuse(
        self, decisions: Decisions, scope: Scope, receive: Receive, send: Send, *, is_inner: bool
    ) -> None:
        if scope["type"] == "http":
            await self._refused(scope, receive, send if is_inner else _with_fields(send, decisions))
        elif "websocket.http.response" in (scope.get("extensions") or {}):
            request = {**scope, "type": "http", "method": "GET"}
            await self._refused(request, _without_body(receive), _with_fields(_as_denial(send), decisions))
        else:
            await send({"type": "websocket.close", "code": 1013, "reason": "Try again later"})


def _with_fields(send: Send, decisions: Decisions) -> Send:
    """Send an answer with the fields of what was decided until it starts."""

    def send_with_fields(message: Message) -> Awaitable[None]:  # a coroutine function: 100 ns more a message
        if decisions.told and message["type"] == "http.response.start":
            headers = message.get("headers", ())
            for fields in decisions.fields():
                headers = with_fields(headers, fields)
            message = {**message, "headers": headers}
        return send(message)

    return send_with_fields


def _path(scope: Scope) -> str:
    """Return the path of a request as the app's own routes have it."""
    path: str = scope["path"]
    root: str = scope.get("root_path", "")
    return path[len(root) :] if root and path.startswith(f"{root}/") else path


async def _problem(scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer a refused request, whose body is not read."""
    decided: RequestDecision = scope["ratelimit"]
    body = body_of(decided)
    headers = [(b"content-type", CONTENT_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": decided.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope.get("method") == "HEAD" else body})


def _without_body(receive: Receive) -> Receive:
    """Receive what a request without a body has in place of what a handshake has."""

    async def receive_as_request() -> Message:
        message = await receive()
        if message["type"] == "websocket.connect":
            return {"type": "http.request", "body": b"", "more_body": False}
        return {"type": "http.disconnect"}

    return receive_as_request


def _as_denial(send: Send) -> Send:
    """Send the answer to a handshake."""

    async def send_denial(message: Message) -> None:
        await send({**message, "type": message["type"].replace("http", "websocket.http", 1)})

    return send_denial
