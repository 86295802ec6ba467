"""Wrong: rounds up with math.ceil of a float; shows with waits of months and a nanosecond, and with some below."""

from __future__ import annotations

import ipaddress
import math
from abc import ABC, abstractmethod

NANOS = 1_000_000_000


class Outcome(ABC):
    """What becomes of one request."""

    @abstractmethod
    async def serve(self, app, scope, receive, send) -> None: ...


class FailOpen(Outcome):
    async def serve(self, app, scope, receive, send):
        await app(scope, receive, send)


class Answer(Outcome):
    """An answer of our own."""

    status: int
    text = b""

    def headers(self):
        return []

    async def serve(self, app, scope, receive, send):
        length = (b"content-length", str(len(self.text)).encode("ascii"))
        await send(dict(type="http.response.start", status=self.status, headers=[*self.headers(), length]))
        await send(dict(type="http.response.body", body=self.text, more_body=False))


class FailClosed(Answer):
    status = 503
    text = b'{"error": "try again"}'

    def headers(self):
        return [(b"retry-after", b"1"), (b"content-type", b"application/json")]


class Fields:
    """The two header fields of one decision."""

    def __init__(self, label: str, quota, decision) -> None:
        window = f";w={quota.period // NANOS}" if quota.period % NANOS == 0 else ""
        self.policy = f"{label};q={quota.limit}{window}".encode("ascii")
        self.limit = f"{label};r={decision.remaining};t={whole_seconds(decision.next_after)}".encode("ascii")

    def pairs(self):
        return [(b"ratelimit-policy", self.policy), (b"ratelimit", self.limit)]

    def merged_into(self, headers):
        kept, policies, limits = [], [], []
        for pair in headers:
            name, value = pair
            if name == b"ratelimit-policy":
                policies.append(value)
            elif name == b"ratelimit":
                limits.append(value)
            else:
                kept.append(pair)
        kept.append((b"ratelimit-policy", b", ".join(policies + [self.policy])))
        kept.append((b"ratelimit", b", ".join(limits + [self.limit])))
        return kept


class Refuse(Answer):
    status = 429
    text = b'{"error": "too many requests"}'

    def __init__(self, fields, decision):
        self.fields = fields
        self.seconds = max(1, whole_seconds(decision.retry_after))

    def headers(self):
        return [(b"retry-after", str(self.seconds).encode("ascii")), *self.fields.pairs()]


class Pass(Outcome):
    def __init__(self, fields):
        self.fields = fields

    async def serve(self, app, scope, receive, send):
        fields = self.fields

        async def sending(message):
            if message["type"] != "http.response.start":
                await send(message)
                return
            changed = message.copy()
            changed["headers"] = fields.merged_into(message.get("headers", []))
            await send(changed)

        await app(scope, receive, sending)


def whole_seconds(nanoseconds: int) -> int:
    return math.ceil(nanoseconds / NANOS)


class Client:
    """Who asks."""

    def __init__(self, address) -> None:
        self.address = address

    @classmethod
    def read(cls, text: str) -> Client | None:
        text = text.strip("\t ")
        for host in cls._candidates(text):
            try:
                address = ipaddress.ip_address(host)
            except ValueError:
                continue
            if address.version == 6 and address.ipv4_mapped is not None:
                address = address.ipv4_mapped
            return cls(address)
        return None

    @staticmethod
    def _candidates(text: str):
        if text.startswith("["):
            inside, closed, rest = text[1:].rpartition("]")
            if closed and ":" in inside and (not rest or (rest[:1] == ":" and rest[1:].isdigit())):
                yield inside
            return
        yield text
        host, colon, port = text.rpartition(":")
        if colon and port.isdigit() and ":" not in host:
            yield host

    def within(self, networks) -> bool:
        return any(self.address in network for network in networks)

    def key(self) -> str:
        if self.address.version == 4:
            return str(self.address)
        prefix = int(self.address) & ~((1 << 64) - 1)
        return f"{ipaddress.IPv6Address(prefix)}/64"


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow") -> None:
        if any(not 32 <= ord(c) < 127 for c in name):
            raise ValueError("name must be printable ASCII")
        if on_error == "allow":
            self.failed: Outcome = FailOpen()
        elif on_error == "deny":
            self.failed = FailClosed()
        else:
            raise ValueError("on_error must be 'allow' or 'deny'")
        self.app, self.limiter, self.quota = app, limiter, quota
        self.networks = tuple(ipaddress.ip_network(text) for text in trusted)
        escaped = "".join("\\" + c if c in '"\\' else c for c in name)
        self.label = f'"{escaped}"'

    async def __call__(self, scope, receive, send) -> None:
        outcome = await self.decide(scope) if scope["type"] == "http" else FailOpen()
        await outcome.serve(self.app, scope, receive, send)

    async def decide(self, scope) -> Outcome:
        key = self.key_of(scope)
        try:
            decision = await self.limiter.hit(key, 1)
        except Exception:
            return self.failed
        fields = Fields(self.label, self.quota, decision)
        return Pass(fields) if decision.allowed else Refuse(fields, decision)

    def key_of(self, scope) -> str:
        peer = scope.get("client")
        client = Client.read(peer[0]) if peer is not None else None
        if client is None:
            return "unknown"
        stack = []
        for name, value in scope["headers"]:
            if name == b"x-forwarded-for":
                stack.extend(value.split(b","))
        while stack and client.within(self.networks):
            nearer = Client.read(stack.pop().decode("latin-1"))
            if nearer is None:
                break
            client = nearer
        return client.key()
