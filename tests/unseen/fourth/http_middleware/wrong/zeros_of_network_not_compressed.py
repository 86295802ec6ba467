"""Writes out the zero groups of an IPv6 network that ipaddress compresses."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from ratelimit import Quota

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

SECOND = 1_000_000_000
POLICY, STATE = b"ratelimit-policy", b"ratelimit"


def seconds(nanoseconds: int) -> int:
    """Whole seconds, rounded up."""
    return -(-nanoseconds // SECOND)


def quoted(name: str) -> str:
    """The name as a string of structured fields."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def policy_value(name: str, quota: Quota) -> bytes:
    """What `ratelimit-policy` says."""
    whole, rest = divmod(quota.period, SECOND)
    window = "" if rest else f";w={whole}"
    return f"{quoted(name)};q={quota.limit}{window}".encode()


def state_value(name: str, decision: Any) -> bytes:
    """What `ratelimit` says."""
    return f"{quoted(name)};r={decision.remaining};t={seconds(decision.next_after)}".encode()


def with_fields(headers: Iterable[tuple[bytes, bytes]], fields: dict[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    """The headers, with one line for each field."""
    others: list[tuple[bytes, bytes]] = []
    theirs: dict[bytes, list[bytes]] = {name: [] for name in fields}
    for pair in headers:
        name, value = pair
        if name in theirs:
            theirs[name].append(value)
        else:
            others.append(pair)
    return others + [(name, b", ".join([*theirs[name], value])) for name, value in fields.items()]


def bare(text: str) -> str:
    """A text without spaces around it, brackets and a port; the zone stays, as `ip_address` reads it."""
    text = text.strip(" \t")
    if text.startswith("["):
        inner, bracket, port = text[1:].partition("]")
        ends_well = not port or (port[0] == ":" and port[1:].isdigit())
        return inner if bracket and ends_well and ":" in inner else ""
    host, colon, port = text.rpartition(":")
    return host if colon and ":" not in host and port.isdigit() else text


def address_of(text: str) -> IPv4Address | IPv6Address | None:
    """The address that a text means, or None."""
    try:
        address = ip_address(bare(text))
    except ValueError:
        return None
    if isinstance(address, IPv4Address):
        return address
    return address.ipv4_mapped or IPv6Address(int(address))


def entries_of(headers: Iterable[tuple[bytes, bytes]]) -> list[str]:
    """All entries of `x-forwarded-for`, from the left."""
    lines = [value for name, value in headers if name == b"x-forwarded-for"]
    return b",".join(lines).decode("latin-1").split(",") if lines else []


def key_text(address: IPv4Address | IPv6Address) -> str:
    """The key of an address."""
    if isinstance(address, IPv4Address):
        return str(address)
    groups = [int(address) >> shift & 0xFFFF for shift in (112, 96, 80, 64)]
    return ":".join(f"{group:x}" for group in groups) + "::/64"


def key_of(scope: Message, networks: Sequence[Any]) -> str:
    """Who asks."""
    client = scope.get("client")
    address = address_of(client[0]) if client else None
    if address is None:
        return "unknown"
    entries = entries_of(scope["headers"])
    while entries and any(address in network for network in networks):
        nearer = address_of(entries.pop())
        if nearer is None:
            break
        address = nearer
    return key_text(address)


def refusal(status: int, headers: list[tuple[bytes, bytes]], text: bytes) -> list[Message]:
    """A complete response."""
    length = (b"content-length", b"%d" % len(text))
    return [
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"content-type", b"text/plain"), length, *headers],
        },
        {"type": "http.response.body", "body": text},
    ]


class RateLimitMiddleware:
    """The shell."""

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
        """Check what was given."""
        if not (name.isascii() and name.isprintable()):
            raise ValueError(f"a name must be printable ASCII: {name!r}")
        if on_error not in ("allow", "deny"):
            raise ValueError(f"on_error is allow or deny, not {on_error!r}")
        self.app, self.limiter, self.name, self.on_error = app, limiter, name, on_error
        self.networks = [ip_network(text) for text in trusted]
        self.policy = policy_value(name, quota)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        key = key_of(scope, self.networks)
        try:
            decision = await self.limiter.hit(key, 1)
        except Exception:
            decision = None
        if decision is None:
            if self.on_error == "allow":
                await self.app(scope, receive, send)
                return
            for message in refusal(503, [(b"retry-after", b"1")], b"try later\n"):
                await send(message)
            return
        fields = {POLICY: self.policy, STATE: state_value(self.name, decision)}
        if not decision.allowed:
            wait = b"%d" % max(1, seconds(decision.retry_after))
            for message in refusal(429, [*fields.items(), (b"retry-after", wait)], b"too many requests\n"):
                await send(message)
            return

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": with_fields(message.get("headers", ()), fields)}
            await send(message)

        await self.app(scope, receive, tell)
