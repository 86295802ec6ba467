"""Adds a retry-after to a 429 of the app that has none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
import ipaddress
from typing import Any

from ratelimit import Quota

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
Pair = tuple[bytes, bytes]


@dataclass(frozen=True)
class Origin:
    """An address somebody has."""

    address: ipaddress.IPv4Address | ipaddress.IPv6Address

    @classmethod
    def read(cls, text: str) -> Origin | None:
        """Read an address as proxies write it."""
        text = text.strip("\t ")
        for candidate in cls._candidates(text):
            try:
                found = ipaddress.ip_address(candidate)
            except ValueError:
                continue
            if isinstance(found, ipaddress.IPv6Address):
                mapped = found.ipv4_mapped
                found = ipaddress.IPv6Address(found.packed) if mapped is None else mapped
            return cls(found)
        return None

    @staticmethod
    def _candidates(text: str) -> Iterator[str]:
        if not text.startswith("["):
            yield text
            head, _, tail = text.partition(":")
            if tail.isdigit():
                yield head
            return
        inside, closed, after = text[1:].partition("]")
        if closed and (after == "" or (after.startswith(":") and after[1:].isdigit())):
            yield inside

    @property
    def key(self) -> str:
        """What is counted."""
        if self.address.version == 4:
            return str(self.address)
        return str(ipaddress.ip_network(f"{self.address}/64", strict=False))


@dataclass(frozen=True)
class Proxies:
    """Those whose word counts."""

    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]

    def __contains__(self, origin: Origin) -> bool:
        """Whether it is one of them."""
        return any(origin.address in network for network in self.networks)

    def client(self, peer: Origin, told: Iterable[str]) -> Origin:
        """Who is behind them; `told` begins with the nearest."""
        for text in told:
            if peer not in self:
                break
            nearer = Origin.read(text)
            if nearer is None:
                break
            peer = nearer
        return peer


@dataclass(frozen=True)
class Label:
    """What clients are told about the limit itself."""

    name: str
    quota: Quota
    quoted: str = field(init=False)

    def __post_init__(self) -> None:
        """Check and escape the name."""
        if any(not 32 <= ord(letter) < 127 for letter in self.name):
            raise ValueError(f"not printable ASCII: {self.name!r}")
        escaped = "".join("\\" + letter if letter in '"\\' else letter for letter in self.name)
        object.__setattr__(self, "quoted", f'"{escaped}"')

    @property
    def policy(self) -> bytes:
        """The field `ratelimit-policy`."""
        parts = [self.quoted, f"q={self.quota.limit}"]
        if self.quota.period % 10**9 == 0:
            parts.append(f"w={self.quota.period // 10**9}")
        return ";".join(parts).encode("ascii")


@dataclass(frozen=True)
class Notice:
    """What clients are told after a decision."""

    label: Label
    decision: Any

    @property
    def state(self) -> bytes:
        """The field `ratelimit`."""
        wait = (self.decision.next_after + 10**9 - 1) // 10**9
        return f"{self.label.quoted};r={self.decision.remaining};t={wait}".encode("ascii")

    def on(self, message: Message) -> Message:
        """Another start message that has both fields."""
        lines = list(message.get("headers", ()))
        for name, mine in ((b"ratelimit-policy", self.label.policy), (b"ratelimit", self.state)):
            values = [value for other, value in lines if other == name]
            lines = [line for line in lines if line[0] != name]
            lines.append((name, b", ".join(values + [mine])))
        if message["status"] == 429 and not any(name == b"retry-after" for name, _ in lines):
            lines.append((b"retry-after", b"%d" % max(1, (self.decision.next_after + 10**9 - 1) // 10**9)))
        copy = dict(message)
        copy["headers"] = lines
        return copy


@dataclass(frozen=True)
class Answer:
    """A short response of our own."""

    status: int
    wait: int
    notice: Notice | None = None

    async def send(self, send: Send) -> None:
        """Send all of it."""
        text = b"wait %d s\n" % self.wait
        start: Message = {
            "type": "http.response.start",
            "status": self.status,
            "headers": [(b"content-length", str(len(text)).encode()), (b"retry-after", str(self.wait).encode())],
        }
        await send(start if self.notice is None else self.notice.on(start))
        await send({"type": "http.response.body", "body": text, "more_body": False})


class RateLimitMiddleware:
    """Puts the parts together."""

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
        """Make the parts."""
        if not isinstance(on_error, str) or on_error not in {"allow", "deny"}:
            raise ValueError(f"unknown on_error {on_error!r}")
        self._app = app
        self._limiter = limiter
        self._proxies = Proxies(tuple(map(ipaddress.ip_network, trusted)))
        self._label = Label(name, quota)
        self._deny = on_error == "deny"

    def _key(self, scope: Message) -> str:
        client = scope.get("client")
        peer = None if client is None else Origin.read(client[0])
        if peer is None:
            return "unknown"
        told = [
            entry
            for name, line in scope["headers"]
            if name == b"x-forwarded-for"
            for entry in line.decode("latin-1").split(",")
        ]
        return self._proxies.client(peer, reversed(told)).key

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        key, failed = self._key(scope), False
        try:
            decision = await self._limiter.hit(key, 1)
        except Exception:
            failed = True
        if failed:
            if self._deny:
                return await Answer(503, 1).send(send)
            return await self._app(scope, receive, send)
        notice = Notice(self._label, decision)
        if not decision.allowed:
            wait = (decision.retry_after + 10**9 - 1) // 10**9
            return await Answer(429, wait or 1, notice).send(send)

        async def noticed(message: Message) -> None:
            await send(notice.on(message) if message["type"] == "http.response.start" else message)

        return await self._app(scope, receive, noticed)
