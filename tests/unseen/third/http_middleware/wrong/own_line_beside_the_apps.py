"""Appends its two lines and leaves those that the app has sent, so a field may come twice."""

import re
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from ratelimit import Quota

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

GIGA = 1_000_000_000
FORM = re.compile(r"\[(?P<six>[^\[\]]*:[^\[\]]*)\](?::[0-9]+)?|(?P<four>[0-9.]+)(?::[0-9]+)?")
POLICY = b"ratelimit-policy"
STATE = b"ratelimit"
LAST = {"type": "http.response.body", "body": b"", "more_body": False}


@lru_cache(maxsize=4096)
def number(entry: str) -> tuple[int, int] | None:
    """Version and number of an address."""
    entry = entry.strip(" \t")
    form = FORM.fullmatch(entry)
    if form is not None:
        entry = form["six"] or form["four"]
    try:
        address = ip_address(entry)
    except ValueError:
        return None
    value = int(address)
    if address.version == 6 and value >> 32 == 0xFFFF:
        return 4, value & 0xFFFFFFFF
    return address.version, value


@lru_cache(maxsize=4096)
def text(version: int, value: int) -> str:
    """The key of an address."""
    return str(IPv4Address(value)) if version == 4 else f"{IPv6Address(value >> 64 << 64)}/64"


class RateLimitMiddleware:
    """Remembers what it may."""

    __slots__ = ("_allow", "_app", "_hit", "_key", "_masks", "_policy", "_prefix")

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
        if not re.fullmatch(r"[\x20-\x7e]*", name):
            raise ValueError(f"name {name!r} is not printable ASCII")
        if on_error not in ("allow", "deny"):
            raise ValueError(f"on_error {on_error!r}")
        self._app = app
        self._hit = limiter.hit
        self._allow = on_error == "allow"
        networks = [ip_network(t) for t in trusted]
        self._masks = {
            v: tuple((int(n.netmask), int(n.network_address)) for n in networks if n.version == v) for v in (4, 6)
        }
        label = '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
        window = "" if quota.period % GIGA else f";w={quota.period // GIGA}"
        self._policy = f"{label};q={quota.limit}{window}".encode()
        self._prefix = f"{label};r=".encode()
        self._key = lru_cache(maxsize=1024)(self._walk)

    def _walk(self, peer: str, lines: tuple[bytes, ...]) -> str:
        address = number(peer)
        if address is None:
            return "unknown"
        entries = b",".join(lines).decode("latin-1").split(",") if lines else []
        while entries:
            version, value = address
            for mask, base in self._masks[version]:
                if value & mask == base:
                    break
            else:
                break
            following = number(entries.pop())
            if following is None:
                break
            address = following
        return text(*address)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        client = scope.get("client")
        if client:
            lines = tuple(v for n, v in scope.get("headers", ()) if n == b"x-forwarded-for")
            key = self._key(client[0], lines)
        else:
            key = "unknown"
        try:
            decision = await self._hit(key, 1)
        except Exception:
            decision = None
        if decision is None:
            if self._allow:
                return await self._app(scope, receive, send)
            await send({"type": "http.response.start", "status": 503, "headers": [(b"retry-after", b"1")]})
            return await send(LAST.copy())
        state = b"%b%d;t=%d" % (self._prefix, decision.remaining, -(-decision.next_after // GIGA))
        policy = self._policy
        if not decision.allowed:
            wait = -(-decision.retry_after // GIGA) or 1
            headers = [(b"retry-after", b"%d" % wait), (POLICY, policy), (STATE, state), (b"content-length", b"0")]
            await send({"type": "http.response.start", "status": 429, "headers": headers})
            return await send(LAST.copy())

        async def relay(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                headers.append((POLICY, policy))
                headers.append((STATE, state))
                message = {**message, "headers": headers}
            await send(message)

        return await self._app(scope, receive, relay)
