"""Reads the app's headers twice, so that nothing is left of an iterator."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, MutableMapping, Sequence
from functools import cached_property
from ipaddress import AddressValueError, IPv4Address, IPv6Address, IPv6Network, ip_network
from typing import Any

from ratelimit import Quota

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
Address = IPv4Address | IPv6Address


class NoAddress(Exception):
    """A text is no address."""


def read(text: str) -> Address:
    """Try IPv4 first, then IPv6."""
    text = text.strip(" \t")
    bracketed = text.startswith("[")
    if bracketed:
        text, closing, port = text[1:].partition("]")
        if not closing or (port and not (port.startswith(":") and port[1:].isdigit())):
            raise NoAddress(text)
    else:
        host, _, port = text.partition(":")
        try:
            if not port or port.isdigit():
                return IPv4Address(host)
        except AddressValueError:
            pass
    try:
        address = IPv6Address(text)
    except AddressValueError:
        raise NoAddress(text) from None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv6Address(int(address))


def entries(headers: Iterable[tuple[bytes, bytes]]) -> Iterator[str]:
    """Entries of `x-forwarded-for`, the last one first."""
    lines = [value for name, value in headers if name == b"x-forwarded-for"]
    for line in reversed(lines):
        yield from reversed(line.decode("latin-1").split(","))


class Trust:
    """Single addresses in a set, the others in a list."""

    def __init__(self, texts: Sequence[str]) -> None:
        networks = [ip_network(text) for text in texts]
        self.singles = frozenset(n.network_address for n in networks if n.num_addresses == 1)
        self.networks = [n for n in networks if n.num_addresses > 1]

    def __contains__(self, address: object) -> bool:
        return address in self.singles or any(address in network for network in self.networks)

    def path(self, peer: str, headers: Iterable[tuple[bytes, bytes]]) -> Iterator[Address]:
        """The addresses on the way to the client: the last is the client's; none if the peer has none."""
        try:
            address = read(peer)
            yield address
            for entry in entries(headers):
                if address not in self:
                    return
                address = read(entry)
                yield address
        except NoAddress:
            return


class Fields:
    """Both lines, once they are needed."""

    def __init__(self, item: str, policy: str, decision: Any) -> None:
        self.item = item
        self.decision = decision
        self.policy = policy

    @cached_property
    def pairs(self) -> tuple[tuple[bytes, bytes], ...]:
        """Names and values."""
        wait = -(-self.decision.next_after // 1_000_000_000)
        state = f"{self.item};r={self.decision.remaining};t={wait}"
        return (b"ratelimit", state.encode()), (b"ratelimit-policy", self.policy.encode())

    def add(self, headers: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
        """The app's headers, then ours."""
        ours = dict(self.pairs)
        theirs = [pair for pair in headers if pair[0] in ours]
        yield from (pair for pair in headers if pair[0] not in ours)
        for name, value in self.pairs:
            yield name, b", ".join([*(old for other, old in theirs if other == name), value])


def response(status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> Iterator[Message]:
    """The messages of a response."""
    yield {"type": "http.response.start", "status": status, "headers": list(headers)}
    yield {"type": "http.response.body", "body": body, "more_body": True}
    yield {"type": "http.response.body", "body": b"", "more_body": False}


class RateLimitMiddleware:
    """Asks and tells."""

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
        """Check all arguments."""
        if not callable(app):
            raise TypeError("app must be callable")
        if not isinstance(name, str) or not name.isascii() or (name and not name.isprintable()):
            raise ValueError(f"name must be printable ASCII, not {name!r}")
        if not isinstance(on_error, str) or on_error not in ("allow", "deny"):
            raise ValueError(f"on_error must be 'allow' or 'deny', not {on_error!r}")
        self.app = app
        self.limiter = limiter
        self.trust = Trust(trusted)
        self.on_error = on_error
        self.item = '"%s"' % "".join(f"\\{c}" if c in ("\\", '"') else c for c in name)
        window = "" if quota.period % 1_000_000_000 else f";w={quota.period // 1_000_000_000}"
        self.policy = f"{self.item};q={quota.limit}{window}"

    def key(self, scope: Message) -> str:
        """Who asks."""
        client = scope.get("client")
        if not client or not isinstance(client[0], str):
            return "unknown"
        address: Address | None = None
        for address in self.trust.path(client[0], scope["headers"]):
            pass
        if address is None:
            return "unknown"
        if isinstance(address, IPv4Address):
            return str(address)
        return IPv6Network((int(address) & ~(2**64 - 1), 64)).compressed

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        key = self.key(scope)
        decision = None
        try:
            decision = await self.limiter.hit(key, 1)
        except Exception:
            known = False
        else:
            known = True
        if known:
            fields = Fields(self.item, self.policy, decision)
            if decision.allowed:

                async def tell(message: Message) -> None:
                    if message["type"] == "http.response.start":
                        message = {**message, "headers": list(fields.add(message.get("headers", ())))}
                    await send(message)

                await self.app(scope, receive, tell)
                return
            wait = max(-(-decision.retry_after // 1_000_000_000), 1)
            messages = response(429, [*fields.pairs, (b"retry-after", str(wait).encode())], b"slow down\n")
        elif self.on_error == "deny":
            messages = response(503, [(b"retry-after", b"1")], b"try again\n")
        else:
            await self.app(scope, receive, send)
            return
        for message in messages:
            await send(message)
