"""Tells in t when nothing is used any more, as X-RateLimit-Reset did."""

import enum
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from ratelimit import Quota

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
NS = 1_000_000_000


class At(enum.Enum):
    BEGIN = enum.auto()
    PLAIN = enum.auto()
    INSIDE = enum.auto()
    CLOSED = enum.auto()
    PORT = enum.auto()
    BAD = enum.auto()


def scan(entry: str) -> str | None:
    """The text of the address in an entry, or None."""
    state, host, port = At.BEGIN, "", ""
    for c in entry.strip(" \t"):
        if state is At.BEGIN:
            if c == "[":
                state = At.INSIDE
            else:
                state, host = At.PLAIN, c
        elif state is At.PLAIN:
            host += c
        elif state is At.INSIDE:
            if c == "]":
                state = At.CLOSED
            else:
                host += c
        elif state is At.CLOSED:
            state = At.PORT if c == ":" else At.BAD
        elif state is At.PORT:
            port += c
            if c not in "0123456789":
                state = At.BAD
    if state is At.PLAIN:
        if host.count(":") == 1:
            host, port = host.split(":")
            if not port or set(port) - set("0123456789"):
                return None
        return host
    if state is At.CLOSED or (state is At.PORT and port):
        return host if ":" in host else None
    return None


class Sender:
    """The app's `send`: it adds the fields to the start."""

    __slots__ = ("_fields", "_send")

    def __init__(self, send: Send, fields: list[tuple[bytes, bytes]]) -> None:
        self._send = send
        self._fields = fields

    async def __call__(self, message: Message) -> None:
        match message["type"]:
            case "http.response.start":
                await self._send(self._started(message))
            case _:
                await self._send(message)

    def _started(self, message: Message) -> Message:
        copy = dict(message)
        values = {name: [] for name, _ in self._fields}
        headers = []
        for pair in copy.get("headers", ()):
            name, value = pair
            values[name].append(value) if name in values else headers.append(pair)
        for name, value in self._fields:
            values[name].append(value)
            headers.append((name, b", ".join(values[name])))
        copy["headers"] = headers
        return copy


class RateLimitMiddleware:
    """Asks, and hands over to a sender."""

    def __init__(
        self,
        app: App,
        limiter: Any,
        *,
        trusted: Sequence[str] = (),
        name: str = "default",
        quota: Quota,
        on_error: str = "allow",
    ) -> None:
        if on_error not in ("allow", "deny"):
            raise ValueError(on_error)
        label = ""
        for c in name:
            if not 32 <= ord(c) < 127:
                raise ValueError(f"name {name!r}")
            label += "\\" + c if c in '\\"' else c
        self._label = f'"{label}"'
        self._policy = f"{self._label};q={quota.limit}"
        if quota.period % NS == 0:
            self._policy += f";w={quota.period // NS}"
        self._networks = [ip_network(text) for text in trusted]
        self._app = app
        self._limiter = limiter
        self._on_error = on_error

    def _address(self, entry: str) -> IPv4Address | IPv6Address | None:
        text = scan(entry)
        if text is None:
            return None
        try:
            address = ip_address(text)
        except ValueError:
            return None
        if isinstance(address, IPv6Address):
            number = int(address)
            if number >> 32 == 0xFFFF:
                return IPv4Address(number & 0xFFFF_FFFF)
            return IPv6Address(number)
        return address

    def _trusts(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self._networks)

    def _key(self, scope: Message) -> str:
        peer = scope.get("client")
        address = self._address(peer[0]) if peer else None
        if address is None:
            return "unknown"
        left = [
            e for n, v in scope.get("headers", ()) if n == b"x-forwarded-for" for e in v.decode("latin-1").split(",")
        ]
        while left and self._trusts(address):
            following = self._address(left.pop())
            if following is None:
                break
            address = following
        if isinstance(address, IPv4Address):
            return str(address)
        return f"{IPv6Address(int(address) >> 64 << 64)}/64"

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        key = self._key(scope)
        known, decision = True, None
        try:
            decision = await self._limiter.hit(key, 1)
        except Exception:
            known = False
        if not known:
            if self._on_error == "deny":
                await self._refuse(send, 503, 1, [])
            else:
                await self._app(scope, receive, send)
            return
        state = f"{self._label};r={decision.remaining};t={(decision.reset_after + NS - 1) // NS}"
        fields = [(b"ratelimit-policy", self._policy.encode()), (b"ratelimit", state.encode())]
        if decision.allowed:
            await self._app(scope, receive, Sender(send, fields))
        else:
            await self._refuse(send, 429, max(1, (decision.retry_after + NS - 1) // NS), fields)

    async def _refuse(self, send: Send, status: int, wait: int, fields: list[tuple[bytes, bytes]]) -> None:
        text = f"Retry in {wait} s".encode()
        headers = [(b"content-length", b"%d" % len(text)), (b"retry-after", b"%d" % wait), *fields]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": text})
