"""Takes the last digits of an IPv6 address without letters for a port, `::1` too.

Breaks: law 6 (the key)
Level: key
Shows: middleware('10/minute') http(client='2001:470:1::2')
Shipped: not known
"""

import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from http import HTTPStatus
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Protocol

from ratelimit import Quota

SECOND = 1_000_000_000  # ns
ADDRESS_WITH_PORT = re.compile(r"\[(.+)\](?::\d+)?|([\d.:]*):\d{1,5}")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
Headers = Iterable[tuple[bytes, bytes]]
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class Decision(Protocol):
    """What the limiter says; times are in nanoseconds."""

    allowed: bool
    remaining: int
    retry_after: int
    next_after: int


class Limiter(Protocol):
    """Counts for each key."""

    async def hit(self, key: str, cost: int, /) -> Decision:
        """Spend, if there is enough."""


class RateLimitMiddleware:
    """Answers 429 to what the limiter refuses, and tells with each other answer how much is left."""

    def __init__(  # noqa: PLR0913  a middleware's choices are keyword arguments, each with its default
        self,
        app: App,
        limiter: Limiter,
        *,
        trusted: Sequence[str] = (),
        name: str = "default",
        quota: Quota,
        on_error: str = "allow",
    ) -> None:
        if not (name.isascii() and name.isprintable()):
            raise ValueError(f"name must be printable ASCII, got {name!r}")
        if on_error not in ("allow", "deny"):
            raise ValueError(f"on_error must be 'allow' or 'deny', got {on_error!r}")
        self.app, self.limiter, self.on_error = app, limiter, on_error
        self.trusted = [ip_network(network) for network in trusted]
        self.name = '"{}"'.format(name.replace("\\", "\\\\").replace('"', '\\"'))
        window = "" if quota.period % SECOND else f";w={quota.period // SECOND}"
        self.policy = f"{self.name};q={quota.limit}{window}".encode()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        key = key_of(scope, self.trusted)
        try:  # around the limiter alone: what the application raises is no failure of the limiter
            decision = await self.limiter.hit(key, 1)
        except Exception:  # noqa: BLE001  whatever fails there; but a cancellation is no `Exception`, and goes on
            decision = None
        if decision is None:
            if self.on_error == "allow":
                await self.app(scope, receive, send)
            else:
                await answer(send, 503, [(b"retry-after", b"1")])
            return

        fields = {b"ratelimit-policy": self.policy, b"ratelimit": self._state(decision)}
        if not decision.allowed:
            wait = max(1, whole_seconds(decision.retry_after))
            await answer(send, 429, [(b"retry-after", str(wait).encode()), *fields.items()])
            return

        async def send_with_fields(message: Message) -> None:
            if message["type"] == "http.response.start":
                # A new message: the application may send the same one again.
                message = {**message, "headers": joined(message.get("headers", ()), fields)}
            await send(message)

        await self.app(scope, receive, send_with_fields)

    def _state(self, decision: Decision) -> bytes:
        """Return what is left, and in how many seconds one unit more can have been used."""
        return f"{self.name};r={decision.remaining};t={whole_seconds(decision.next_after)}".encode()


def whole_seconds(nanoseconds: int) -> int:
    """Round up: a client that comes back at the told second must not be too early."""
    return -(-nanoseconds // SECOND)


async def answer(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    """Send a whole response that needs no application."""
    body = f"{HTTPStatus(status).phrase}\n".encode()
    headers = [*headers, (b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def joined(headers: Headers, fields: dict[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    """Add the fields. Where the application has set one itself, its items come first, and all are in one line."""
    lines = [(name, value) for name, value in headers]
    others = [(name, value) for name, value in lines if name not in fields]
    theirs = {field: [value for name, value in lines if name == field] for field in fields}
    return others + [(field, b", ".join([*theirs[field], ours])) for field, ours in fields.items()]


def key_of(scope: Message, trusted: list[Network]) -> str:
    """Return who asks: the peer, or the nearest address before it that no trusted proxy has."""
    peer = scope.get("client")
    address = address_of(peer[0]) if peer else None
    if address is None:
        return "unknown"
    lines = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    entries = b",".join(lines).decode("latin-1").split(",")
    # Each proxy has added the address that it saw to the end. So what stands before an untrusted one, anybody may
    # have written.
    while entries and any(address in network for network in trusted):
        before = address_of(entries.pop())
        if before is None:
            break
        address = before
    return str(address) if address.version == 4 else str(IPv6Network((address, 64), strict=False))


def address_of(text: str) -> Address | None:
    """Read an address, without its port and its zone; None if it is none."""
    text = text.strip()
    found = ADDRESS_WITH_PORT.fullmatch(text)
    host = (found[1] or found[2]) if found else text
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
