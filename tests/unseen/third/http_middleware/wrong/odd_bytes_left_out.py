"""Leaves bytes that are not ASCII out of a forwarded line, so that an entry with such a byte becomes an address."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ratelimit import Quota

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


@dataclass(frozen=True)
class Wait:
    ns: int

    @property
    def seconds(self) -> int:
        whole, rest = divmod(self.ns, 10**9)
        return whole + (rest > 0)


@dataclass(frozen=True)
class Policy:
    name: str
    quota: Quota
    label: str = field(init=False)

    def __post_init__(self) -> None:
        for character in self.name:
            if not 0x20 <= ord(character) <= 0x7E:
                raise ValueError(f"{character!r} in name {self.name!r} is not printable ASCII")
        escaped = "".join({'"': r"\"", "\\": r"\\"}.get(c, c) for c in self.name)
        object.__setattr__(self, "label", f'"{escaped}"')

    @property
    def header(self) -> bytes:
        parts = [self.label, f"q={self.quota.limit}"]
        if self.quota.period % 10**9 == 0:
            parts.append(f"w={self.quota.period // 10**9}")
        return ";".join(parts).encode()

    def state(self, decision: Any) -> bytes:
        return f"{self.label};r={decision.remaining};t={Wait(decision.next_after).seconds}".encode()


@dataclass(frozen=True)
class Client:
    address: ipaddress.IPv4Address | ipaddress.IPv6Address

    @classmethod
    def read(cls, text: str) -> Client | None:
        text = text.strip(" \t")
        if text.startswith("["):
            text, closing, port = text[1:].partition("]")
            if closing == "" or ":" not in text:
                return None
            if port != "" and not (port.startswith(":") and port[1:].isdecimal()):
                return None
        elif text.count(":") == 1:
            text, _, port = text.partition(":")
            if not port.isdecimal():
                return None
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return None
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        return cls(address)

    @property
    def key(self) -> str:
        if isinstance(self.address, ipaddress.IPv4Address):
            return str(self.address)
        prefix = self.address.packed[:8] + bytes(8)
        return f"{ipaddress.IPv6Address(prefix)}/64"


@dataclass(frozen=True)
class Proxies:
    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]

    def __contains__(self, client: Client) -> bool:
        return any(client.address in network for network in self.networks)

    def client(self, scope: Message) -> Client | None:
        peer = scope.get("client")
        client = Client.read(peer[0]) if peer else None
        if client is None:
            return None
        lines = [v for n, v in scope.get("headers") or () if n == b"x-forwarded-for"]
        chain = b",".join(lines).decode("ascii", "ignore").split(",") if lines else []
        while chain and client in self:
            entry = Client.read(chain.pop())
            if entry is None:
                break
            client = entry
        return client


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    async def to(self, send: Send) -> None:
        length = (b"content-length", str(len(self.body)).encode())
        kind = (b"content-type", b"text/plain; charset=utf-8")
        await send({"type": "http.response.start", "status": self.status, "headers": [kind, length, *self.headers]})
        await send({"type": "http.response.body", "body": self.body, "more_body": False})


@dataclass(frozen=True)
class Fields:
    lines: tuple[tuple[bytes, bytes], ...]

    def added(self, headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        others: list[tuple[bytes, bytes]] = []
        found: dict[bytes, list[bytes]] = {name: [] for name, _ in self.lines}
        for header in headers:
            name, value = header
            if name in found:
                found[name].append(value)
            else:
                others.append(header)
        return others + [(name, b", ".join([*found[name], value])) for name, value in self.lines]


class RateLimitMiddleware:
    """Puts the objects together."""

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
        if on_error not in {"allow", "deny"}:
            raise ValueError(f"on_error must be 'allow' or 'deny', not {on_error!r}")
        self.app = app
        self.limiter = limiter
        self.policy = Policy(name, quota)
        self.policy_header = self.policy.header
        self.proxies = Proxies(tuple(map(ipaddress.ip_network, trusted)))
        self.on_error = on_error

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        client = self.proxies.client(scope)
        key = "unknown" if client is None else client.key
        try:
            decision = await self.limiter.hit(key, 1)
        except Exception:
            failed = True
        else:
            failed = False
        if failed:
            if self.on_error == "allow":
                return await self.app(scope, receive, send)
            return await Answer(503, ((b"retry-after", b"1"),), b"The limiter is away.\n").to(send)

        fields = Fields(((b"ratelimit-policy", self.policy_header), (b"ratelimit", self.policy.state(decision))))
        if not decision.allowed:
            wait = max(Wait(decision.retry_after).seconds, 1)
            text = f"Too many requests. Try again in {wait} s.\n".encode()
            return await Answer(429, ((b"retry-after", str(wait).encode()), *fields.lines), text).to(send)

        async def forward(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = dict(message)
                message["headers"] = fields.added(message.get("headers", ()))
            await send(message)

        return await self.app(scope, receive, forward)
