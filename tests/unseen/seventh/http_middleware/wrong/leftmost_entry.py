"""Wrong: believes the leftmost entry of x-forwarded-for once the peer is trusted; shows when a client sends an entry of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

_PRINTABLE = re.compile(r"[\x20-\x7e]*")


@dataclass(frozen=True)
class Policy:
    name: str
    limit: int
    period: int

    @property
    def item(self) -> str:
        return '"' + re.sub(r'(["\\])', r"\\\1", self.name) + '"'

    def describe(self) -> bytes:
        seconds, rest = divmod(self.period, 1_000_000_000)
        window = "" if rest else f";w={seconds}"
        return f"{self.item};q={self.limit}{window}".encode("ascii")

    def state(self, decision: Any) -> bytes:
        return f"{self.item};r={decision.remaining};t={ceil_seconds(decision.next_after)}".encode("ascii")


def ceil_seconds(nanoseconds: int) -> int:
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    return seconds + 1 if rest else seconds


@dataclass
class Exchange:
    policy: Policy
    decision: Any
    send: Any

    def own_headers(self) -> list[tuple[bytes, bytes]]:
        return [
            (b"ratelimit-policy", self.policy.describe()),
            (b"ratelimit", self.policy.state(self.decision)),
        ]

    async def refuse(self) -> None:
        wait = ceil_seconds(self.decision.retry_after)
        body = b"Too Many Requests\n"
        await self.send(
            {
                "type": "http.response.start",
                "status": 429,
                "headers": [
                    (b"content-type", b"text/plain; charset=utf-8"),
                    (b"content-length", str(len(body)).encode()),
                    (b"retry-after", str(wait if wait > 0 else 1).encode()),
                    *self.own_headers(),
                ],
            }
        )
        await self.send({"type": "http.response.body", "body": body, "more_body": False})

    async def __call__(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            theirs = list(message.get("headers") or ())
            merged = []
            for name, value in self.own_headers():
                line = [v for n, v in theirs if n == name] + [value]
                merged.append((name, b", ".join(line)))
            names = {name for name, _ in merged}
            copy = dict(message)
            copy["headers"] = merged + [pair for pair in theirs if pair[0] not in names]
            message = copy
        await self.send(message)


@dataclass
class ClientFinder:
    trusted: tuple[str, ...]
    networks: list[Any] = field(init=False)

    def __post_init__(self) -> None:
        self.networks = list(map(ip_network, self.trusted))

    def trusts(self, address: IPv4Address | IPv6Address) -> bool:
        for network in self.networks:
            if network.version == address.version and address in network:
                return True
        return False

    @staticmethod
    def parse(text: str) -> IPv4Address | IPv6Address | None:
        text = text.strip(" \t")
        if text[:1] == "[":
            end = text.find("]")
            if end < 0:
                return None
            tail = text[end + 1 :]
            if tail and not re.fullmatch(":[0-9]+", tail):
                return None
            text = text[1:end]
            if ":" not in text:
                return None
        else:
            text = re.sub(r"^([0-9.]+):[0-9]+$", r"\1", text)
        if ":" in text:
            text = text.split("%", 1)[0]
        try:
            address = ip_address(text)
        except ValueError:
            return None
        return getattr(address, "ipv4_mapped", None) or address

    def key(self, scope: Any) -> str:
        peer = scope.get("client")
        address = self.parse(peer[0]) if peer else None
        if address is None:
            return "unknown"
        lines = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        entries = b",".join(lines).decode("latin-1").split(",")
        if self.trusts(address):
            address = self.parse(entries[0]) or address  # the client, then the proxies
        if isinstance(address, IPv4Address):
            return str(address)
        return str(ip_network((address, 64), strict=False))


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow") -> None:
        if _PRINTABLE.fullmatch(name) is None:
            raise ValueError("name: only printable ASCII is possible")
        if on_error != "allow" and on_error != "deny":
            raise ValueError("on_error: allow or deny")
        self.app = app
        self.limiter = limiter
        self.finder = ClientFinder(tuple(trusted))
        self.policy = Policy(name, quota.limit, quota.period)
        self.deny = on_error == "deny"

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        key = self.finder.key(scope)
        failed = False
        try:
            decision = await self.limiter.hit(key, 1)
        except Exception:  # noqa: BLE001
            failed = True
        if failed and self.deny:
            await send({"type": "http.response.start", "status": 503, "headers": [(b"retry-after", b"1")]})
            await send({"type": "http.response.body"})
        elif failed:
            await self.app(scope, receive, send)
        else:
            exchange = Exchange(self.policy, decision, send)
            if decision.allowed:
                await self.app(scope, receive, exchange)
            else:
                await exchange.refuse()
