"""Passes nothing on after the last message of the body."""

import enum
import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from ratelimit import Quota

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class State(enum.Enum):
    """Where a request is."""

    NEW = enum.auto()
    GRANTED = enum.auto()
    REFUSED = enum.auto()
    BLIND = enum.auto()
    STARTED = enum.auto()
    DONE = enum.auto()


class Exchange:
    """One request and its response."""

    def __init__(self, owner: "RateLimitMiddleware", send: Send) -> None:
        self.owner = owner
        self.server_send = send
        self.state = State.NEW
        self.decision: Any = None

    async def ask(self, key: str) -> None:
        """NEW -> GRANTED, REFUSED or BLIND."""
        try:
            self.decision = await self.owner.limiter.hit(key, 1)
        except Exception:
            self.state = State.BLIND
        else:
            self.state = State.GRANTED if self.decision.allowed else State.REFUSED

    def lines(self) -> list[tuple[bytes, bytes]]:
        """What is told of the decision."""
        whole, part = divmod(self.decision.next_after, 1_000_000_000)
        text = self.owner.item + ";r=" + str(self.decision.remaining) + ";t=" + str(whole + (part > 0))
        return [(b"ratelimit-policy", self.owner.policy), (b"ratelimit", text.encode("latin-1"))]

    async def send(self, message: Message) -> None:
        """GRANTED -> STARTED with the start message; all others pass."""
        if self.state is State.GRANTED and message["type"] == "http.response.start":
            self.state = State.STARTED
            message = self.marked(message)
        elif self.state is State.DONE:
            return
        elif message["type"] == "http.response.body" and not message.get("more_body", False):
            self.state = State.DONE
        await self.server_send(message)

    def marked(self, message: Message) -> Message:
        """The same message with our lines."""
        headers = [pair for pair in message.get("headers", [])]
        for name, value in self.lines():
            at = [i for i, pair in enumerate(headers) if pair[0] == name]
            joined = (name, b", ".join([headers[i][1] for i in at] + [value]))
            for i in reversed(at):
                del headers[i]
            headers.append(joined)
        new = message.copy()
        new["headers"] = headers
        return new

    async def refuse(self) -> None:
        """Send an answer of our own."""
        if self.state is State.BLIND:
            status, wait, lines = 503, 1, []
        else:
            whole, part = divmod(self.decision.retry_after, 1_000_000_000)
            status, wait, lines = 429, max(whole + (part > 0), 1), self.lines()
        lines.append((b"retry-after", str(wait).encode()))
        await self.server_send({"type": "http.response.start", "status": status, "headers": lines})
        await self.server_send({"type": "http.response.body", "body": b"", "more_body": False})


class RateLimitMiddleware:
    """Makes an exchange for each request."""

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
        """Prepare what all requests share."""
        for letter in name:
            if letter < " " or letter > "~":
                raise ValueError(f"{letter!r} can't be in a name")
        if on_error != "allow" and on_error != "deny":
            raise ValueError("on_error: " + repr(on_error))
        self.networks = []
        for text in trusted:
            self.networks.append(ipaddress.ip_network(text))
        self.app = app
        self.limiter = limiter
        self.deny = on_error == "deny"
        self.item = '"' + name.translate({34: '\\"', 92: "\\\\"}) + '"'
        policy = self.item + ";q=" + str(quota.limit)
        if not quota.period % 1_000_000_000:
            policy += ";w=" + str(quota.period // 1_000_000_000)
        self.policy = policy.encode("latin-1")

    @staticmethod
    def read(text: str) -> Any:
        """A machine over the characters at both ends; None if the text is no address."""
        text = text.strip(" \t")
        if text[:1] == "[":
            end = text.find("]")
            if end < 0:
                return None
            port = text[end + 1 :]
            if port and not (port[0] == ":" and port[1:].isdigit()):
                return None
            text = text[1:end]
        elif text.count(":") == 1:
            text, _, port = text.partition(":")
            if not port.isdigit():
                return None
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return None
        if address.version == 6:
            address = address.ipv4_mapped or ipaddress.IPv6Address(int(address))
        return address

    def key(self, scope: Message) -> str:
        """Who asks."""
        client = scope.get("client", None)
        if client is None:
            return "unknown"
        found = self.read(client[0])
        if found is None:
            return "unknown"
        waiting: list[str] = []
        for name, value in scope["headers"]:
            if name == b"x-forwarded-for":
                waiting.extend(str(value, "latin-1").split(","))
        trusted = self.trusts(found)
        while trusted and waiting:
            following = self.read(waiting.pop())
            if following is None:
                trusted = False
            else:
                found = following
                trusted = self.trusts(found)
        if found.version == 4:
            return str(found)
        return str(ipaddress.IPv6Network((found, 64), strict=False))

    def trusts(self, address: Any) -> bool:
        """Whether it is one of our proxies."""
        for network in self.networks:
            if address in network:
                return True
        return False

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = Exchange(self, send)
        await exchange.ask(self.key(scope))
        if exchange.state is State.GRANTED:
            await self.app(scope, receive, exchange.send)
        elif exchange.state is State.BLIND and not self.deny:
            await self.app(scope, receive, send)
        else:
            await exchange.refuse()
