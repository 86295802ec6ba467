"""Lets OPTIONS requests pass without asking the limiter."""

import ipaddress
import re
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from ratelimit import Quota

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

G = 10**9
SAFE = range(0x20, 0x7F)
ESCAPES = (("\\", "\\\\"), ('"', '\\"'))
FORMS = tuple(
    re.compile(rf"[ \t]*{form}[ \t]*", re.DOTALL)
    for form in (
        r"([0-9.]+)(?::[0-9]+)?",
        r"([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:%.+)?",
        r"\[([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:%[^\]]+)?\](?::[0-9]+)?",
    )
)
KEYS = {4: lambda a: str(a), 6: lambda a: str(ipaddress.ip_interface((int(a), 64)).network)}


def read(text):
    """An address, or None."""
    for form in FORMS:
        match = form.fullmatch(text)
        if match:
            try:
                address = ipaddress.ip_address(match[1])
            except ValueError:
                continue
            return getattr(address, "ipv4_mapped", None) or address
    return None


def make_key(trusted):
    """A function from scopes to keys."""
    networks = {4: [], 6: []}
    for text in trusted:
        network = ipaddress.ip_network(text)
        networks[network.version].append(network)

    def is_trusted(address):
        return any(address in network for network in networks[address.version])

    def key(scope):
        peer = scope.get("client") or ("",)
        address = read(peer[0])
        if address is None:
            return "unknown"
        text = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for").decode("latin-1")
        while text is not None and is_trusted(address):
            text, entry = text.rsplit(",", 1) if "," in text else (None, text)
            further = read(entry)
            if further is None:
                break
            address = further
        return KEYS[address.version](address)

    return key


def make_labels(name, quota):
    """The policy's text, and a function from decisions to both fields."""
    if not all(ord(c) in SAFE for c in name):
        raise ValueError(f"not a name for a header: {name!r}")
    for old, new in ESCAPES:
        name = name.replace(old, new)
    policy = f'"{name}";q={quota.limit}'
    if quota.period % G == 0:
        policy += f";w={quota.period // G}"

    def labels(decision):
        state = f'"{name}";r={decision.remaining};t={up(decision.next_after)}'
        return {b"ratelimit-policy": policy.encode(), b"ratelimit": state.encode()}

    return labels


def up(ns):
    """Seconds, rounded up."""
    return (ns - 1) // G + 1


def joined(headers, labels):
    """All pairs, ours at the end of their lines."""
    lines = {name: [] for name in labels}
    rest = []
    for pair in headers:
        lines.get(pair[0], rest).append(pair)
    return rest + [(name, b", ".join([value for _, value in pairs] + [labels[name]])) for name, pairs in lines.items()]


async def nothing(send, status, headers):
    """Send an answer without a body."""
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


class RateLimitMiddleware:
    """A name for the closure."""

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
        """Build it."""
        key, labels = make_key(trusted), make_labels(name, quota)

        async def allow(scope, receive, send):
            await app(scope, receive, send)

        async def deny(_scope, _receive, send):
            await nothing(send, 503, [(b"retry-after", b"1")])

        ways = (("allow", allow), ("deny", deny))
        blind = next((way for word, way in ways if word == on_error), None)
        if blind is None:
            raise ValueError(f"on_error can't be {on_error!r}")

        async def granted(scope, receive, send, told):
            async def tell(message):
                if message["type"] == "http.response.start":
                    message = message | {"headers": joined(message.get("headers", ()), told)}
                await send(message)

            await app(scope, receive, tell)

        async def refused(send, told, wait):
            await nothing(send, 429, [*told.items(), (b"retry-after", str(max(1, up(wait))).encode())])

        async def http(scope, receive, send):
            if scope.get("method") == "OPTIONS":
                return await app(scope, receive, send)
            who = key(scope)
            try:
                decision = await limiter.hit(who, 1)
            except Exception:
                then = blind(scope, receive, send)
            else:
                told = labels(decision)
                if decision.allowed:
                    then = granted(scope, receive, send, told)
                else:
                    then = refused(send, told, decision.retry_after)
            await then

        async def serve(scope, receive, send):
            await (http if scope["type"] == "http" else app)(scope, receive, send)

        self.serve = serve

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        await self.serve(scope, receive, send)
