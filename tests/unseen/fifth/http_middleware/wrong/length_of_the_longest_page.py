"""Wrong: the page has room for four digits, so that all have one length; a wait of more seconds makes it longer than its content-length."""

from __future__ import annotations

import abc
import json
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

NANOS = 1_000_000_000


def ceil_seconds(nanos: int) -> int:
    seconds, rest = divmod(nanos, NANOS)
    return seconds + bool(rest)


@dataclass(frozen=True)
class Label:
    """The limit as clients see it."""

    name: str
    limit: int
    period: int

    def __post_init__(self) -> None:
        for char in self.name:
            if not 0x20 <= ord(char) <= 0x7E:
                raise ValueError(f"{char!r} in the name of a limit")

    @property
    def quoted(self) -> str:
        return json.dumps(self.name)

    @property
    def policy(self) -> bytes:
        text = f"{self.quoted};q={self.limit}"
        seconds, rest = divmod(self.period, NANOS)
        return (text if rest else f"{text};w={seconds}").encode("ascii")

    def state(self, decision) -> bytes:
        return f"{self.quoted};r={decision.remaining};t={ceil_seconds(decision.next_after)}".encode("ascii")


class Peer:
    """An address as it is compared: no port, no brackets, no zone, and IPv4 as IPv4."""

    @staticmethod
    def parse(raw: str) -> IPv4Address | IPv6Address | None:
        text = raw.strip(" \t")
        candidates = [text]
        if text[:1] == "[":
            candidates = [text[1 : text.rfind("]")]] if "]" in text else []
        elif "." in text and ":" in text:
            candidates.append(text[: text.rfind(":")])
        for candidate in candidates:
            try:
                address = ip_address(candidate)
            except ValueError:
                continue
            if candidate is not text and text[:1] != "[" and isinstance(address, IPv6Address):
                continue  # a port without brackets comes after IPv4 alone
            if isinstance(address, IPv6Address):
                number = int(address)
                if number >> 32 == 0xFFFF:
                    return IPv4Address(number & 0xFFFFFFFF)
                return IPv6Address(number)
            return address
        return None


class Proxies:
    def __init__(self, texts) -> None:
        self.networks = tuple(map(ip_network, texts))

    def __contains__(self, address) -> bool:
        return any(address.version == net.version and address in net for net in self.networks)

    def client_of(self, scope):
        client = scope.get("client")
        if not client:
            return None
        chain = [
            entry
            for name, value in scope["headers"]
            if name == b"x-forwarded-for"
            for entry in value.decode("latin-1").split(",")
        ]
        found = Peer.parse(client[0])
        while found is not None and found in self and chain:
            before = Peer.parse(chain.pop())
            if before is None:
                break
            found = before
        return found


PAGE = "Too many requests, or too few limiters. Try again in %4d seconds.\n"
LENGTH = str(len(PAGE % 0)).encode()


class Outcome(abc.ABC):
    @abc.abstractmethod
    async def respond(self, app, scope, receive, send) -> None: ...


class PassThrough(Outcome):
    async def respond(self, app, scope, receive, send) -> None:
        await app(scope, receive, send)


@dataclass
class Granted(Outcome):
    fields: list[tuple[bytes, bytes]]

    async def respond(self, app, scope, receive, send) -> None:
        async def forward(message):
            if message["type"] != "http.response.start":
                return await send(message)
            changed = dict(message)
            changed["headers"] = self.merged(list(message.get("headers", [])))
            return await send(changed)

        await app(scope, receive, forward)

    def merged(self, headers: list) -> list:
        for name, own in self.fields:
            theirs = [value for key, value in headers if key == name]
            headers = [pair for pair in headers if pair[0] != name]
            headers.append((name, b", ".join([*theirs, own])))
        return headers


@dataclass
class Answer(Outcome):
    status: int
    wait: int
    fields: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def respond(self, app, scope, receive, send) -> None:
        headers = [(b"content-length", LENGTH), (b"retry-after", str(self.wait).encode()), *self.fields]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": (PAGE % self.wait).encode()})


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow") -> None:
        failures = {"allow": PassThrough(), "deny": Answer(503, 1)}
        if on_error not in failures:
            raise ValueError(f"on_error={on_error!r}")
        self._app, self._limiter = app, limiter
        self._proxies = Proxies(trusted)
        self._label = Label(name, quota.limit, quota.period)
        self._failure = failures[on_error]

    async def __call__(self, scope, receive, send) -> None:
        outcome = PassThrough() if scope["type"] != "http" else await self._ask(scope)
        await outcome.respond(self._app, scope, receive, send)

    async def _ask(self, scope) -> Outcome:
        key = self._key(self._proxies.client_of(scope))
        try:
            decision = await self._limiter.hit(key, 1)
        except Exception:
            return self._failure
        fields = [(b"ratelimit-policy", self._label.policy), (b"ratelimit", self._label.state(decision))]
        if decision.allowed:
            return Granted(fields)
        return Answer(429, max(ceil_seconds(decision.retry_after), 1), fields)

    @staticmethod
    def _key(address) -> str:
        if isinstance(address, IPv6Address):
            return str(IPv6Network((int(address) >> 64 << 64, 64)))
        return "unknown" if address is None else str(address)
