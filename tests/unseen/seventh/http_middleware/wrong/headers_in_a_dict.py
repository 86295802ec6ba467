"""Wrong: makes a dict of the app's headers to merge its own, so only the last of several set-cookie lines is left."""

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
            headers = {}
            for name, value in message.get("headers") or ():
                if name in (b"ratelimit", b"ratelimit-policy") and name in headers:
                    value = headers[name] + b", " + value
                headers[name] = value
            for name, value in self.own_headers():
                headers[name] = headers[name] + b", " + value if name in headers else value
            message = {**message, "headers": list(headers.items())}
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
        for entry in reversed(entries):
            if not self.trusts(address):
                break
            earlier = self.parse(entry)
            if earlier is None:
                break
            address = earlier
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
