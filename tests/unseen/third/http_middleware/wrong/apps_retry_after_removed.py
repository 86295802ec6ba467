"""Takes a retry-after of the app away from answers that were granted."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from ratelimit import Quota

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Header = tuple[bytes, bytes]

SECOND = 1_000_000_000


def seconds(ns: int) -> int:
    return (ns + SECOND - 1) // SECOND


def quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def policy_value(name: str, quota: Quota) -> bytes:
    whole, part = divmod(quota.period, SECOND)
    window = "" if part else f";w={whole}"
    return f"{quoted(name)};q={quota.limit}{window}".encode("ascii")


def state_value(name: str, remaining: int, next_after: int) -> bytes:
    return f"{quoted(name)};r={remaining};t={seconds(next_after)}".encode("ascii")


def merged(headers: Iterable[Header], own: list[Header]) -> list[Header]:
    present = list(headers)
    names = {b"retry-after", *(name for name, _ in own)}
    result = [header for header in present if header[0] not in names]
    for name, value in own:
        values = [v for n, v in present if n == name]
        result.append((name, b", ".join([*values, value])))
    return result


def unwrapped(address: Address) -> Address:
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped or address
    return address


def bare(text: str) -> str:
    text = text.strip(" \t")
    if text.startswith("["):
        inside, bracket, port = text[1:].partition("]")
        return inside if bracket and ":" in inside and (not port or is_port(port)) else ""
    host, colon, port = text.partition(":")
    return host if colon and is_port(":" + port) else text


def is_port(text: str) -> bool:
    return text[:1] == ":" and text[1:].isascii() and text[1:].isdigit() and "." not in text


def parsed(text: str) -> Address | None:
    try:
        return unwrapped(ip_address(bare(text)))
    except ValueError:
        return None


def is_trusted(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


def entries(headers: Iterable[Header]) -> list[str]:
    lines = [value.decode("latin-1") for name, value in headers if name == b"x-forwarded-for"]
    return [entry for line in lines for entry in line.split(",")]


def client_address(peer: Address, chain: Sequence[str], networks: Sequence[Network]) -> Address:
    if not chain or not is_trusted(peer, networks):
        return peer
    following = parsed(chain[-1])
    return peer if following is None else client_address_loop(following, chain[:-1], networks)


def client_address_loop(address: Address, chain: Sequence[str], networks: Sequence[Network]) -> Address:
    for entry in reversed(chain):
        if not is_trusted(address, networks):
            break
        following = parsed(entry)
        if following is None:
            break
        address = following
    return address


def key_of(address: Address | None) -> str:
    if address is None:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(IPv6Network((int(address) >> 64 << 64, 64)))


def key_for(scope: Message, networks: Sequence[Network]) -> str:
    client = scope.get("client")
    peer = parsed(client[0]) if client else None
    if peer is None:
        return key_of(None)
    return key_of(client_address(peer, entries(scope.get("headers", ())), networks))


def response(status: int, headers: list[Header], text: bytes) -> tuple[Message, Message]:
    return (
        {"type": "http.response.start", "status": status, "headers": headers},
        {"type": "http.response.body", "body": text},
    )


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
        if not (name.isascii() and name.isprintable()):
            raise ValueError(f"name: {name!r} has a character that is not printable ASCII")
        if on_error not in ("allow", "deny"):
            raise ValueError(f"on_error: {on_error!r}")
        self.app = app
        self.limiter = limiter
        self.networks = tuple(ip_network(text) for text in trusted)
        self.name = name
        self.policy = policy_value(name, quota)
        self.deny = on_error == "deny"

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        key = key_for(scope, self.networks)
        try:
            decision = await self.limiter.hit(key, 1)
        except Exception:
            decision = None
        if decision is None:
            if self.deny:
                for message in response(503, [(b"retry-after", b"1")], b"try again"):
                    await send(message)
                return
            await self.app(scope, receive, send)
            return
        own = [
            (b"ratelimit-policy", self.policy),
            (b"ratelimit", state_value(self.name, decision.remaining, decision.next_after)),
        ]
        if not decision.allowed:
            wait = max(1, seconds(decision.retry_after))
            for message in response(429, [(b"retry-after", b"%d" % wait), *own], b"too many requests"):
                await send(message)
            return

        async def send_with_fields(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": merged(message.get("headers", ()), own)}
            await send(message)

        await self.app(scope, receive, send_with_fields)
