"""Keeps the text of a state by the seconds that are begun, so that t can be that of another wait."""

from bisect import bisect_right
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from ratelimit import Quota

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

# IPv4 lives above all IPv6 addresses, so that one number is enough.
V4 = 1 << 128
MAPPED = 0xFFFF << 32
LOW = (1 << 64) - 1


@lru_cache(maxsize=2048)
def number(text: str) -> int:
    """The number of an address, or -1."""
    text = text.strip(" \t")
    if text and text[0] == "[":
        text, _, port = text[1:].partition("]")
        if port and not (port[0] == ":" and port[1:].isdigit()):
            return -1
    elif text.count(":") == 1:
        text, _, port = text.partition(":")
        if not port.isdigit():
            return -1
    try:
        address = ip_address(text)
    except ValueError:
        return -1
    n = int(address)
    if address.version == 4:
        return V4 + n
    return V4 + (n - MAPPED) if n >> 32 == 0xFFFF else n


@lru_cache(maxsize=2048)
def key_of(n: int) -> str:
    """The key of a number."""
    if n >= V4:
        n -= V4
        return f"{n >> 24}.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"
    return f"{IPv6Address(n & ~LOW)}/64"


def ranges(trusted: Sequence[str]) -> tuple[list[int], list[int]]:
    """First and last numbers of what is trusted: sorted, and none overlaps another."""
    spans = []
    for text in trusted:
        network = ip_network(text)
        base = V4 if network.version == 4 else 0
        spans.append((base + int(network.network_address), base + int(network.broadcast_address)))
    firsts: list[int] = []
    lasts: list[int] = []
    for first, last in sorted(spans):
        if lasts and first <= lasts[-1]:
            lasts[-1] = max(lasts[-1], last)
        else:
            firsts.append(first)
            lasts.append(last)
    return firsts, lasts


class RateLimitMiddleware:
    """Does little for each request."""

    __slots__ = ("_app", "_blind", "_firsts", "_item", "_lasts", "_limiter", "_policy", "_states")

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
        """Do all that can be done before."""
        if not name.isascii() or not name.isprintable():
            raise ValueError(f"bad name: {name!r}")
        if on_error not in ("allow", "deny"):
            raise ValueError(f"bad on_error: {on_error!r}")
        self._app = app
        self._states: dict[tuple[int, int], bytes] = {}
        self._limiter = limiter
        self._firsts, self._lasts = ranges(trusted)
        self._item = b'"%b"' % name.encode().replace(b"\\", b"\\\\").replace(b'"', b'\\"')
        seconds, rest = divmod(quota.period, 10**9)
        self._policy = b"%b;q=%d" % (self._item, quota.limit) + (b"" if rest else b";w=%d" % seconds)
        self._blind = on_error == "allow"

    def _trusts(self, n: int) -> bool:
        i = bisect_right(self._firsts, n) - 1
        return i >= 0 and n <= self._lasts[i]

    def _key(self, scope: Message) -> str:
        client = scope.get("client")
        if not client:
            return "unknown"
        n = number(client[0])
        if n < 0:
            return "unknown"
        if self._firsts and self._trusts(n):
            n = self._behind(n, scope["headers"])
        return key_of(n)

    def _behind(self, n: int, headers: Sequence[tuple[bytes, bytes]]) -> int:
        for name, line in reversed(headers):
            if name == b"x-forwarded-for":
                for entry in reversed(line.decode("latin-1").split(",")):
                    m = number(entry)
                    if m < 0:
                        return n
                    n = m
                    if not self._trusts(n):
                        return n
        return n

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        key = self._key(scope)
        try:
            d = await self._limiter.hit(key, 1)
        except Exception:
            d = None
        if d is None:
            if self._blind:
                await self._app(scope, receive, send)
            else:
                await send({"type": "http.response.start", "status": 503, "headers": [(b"retry-after", b"1")]})
                await send({"type": "http.response.body"})
            return
        memo = (d.remaining, d.next_after // 10**9)
        state = self._states.get(memo)
        if state is None:
            if len(self._states) >= 1024:
                self._states.clear()
            state = b"%b;r=%d;t=%d" % (self._item, d.remaining, (d.next_after + 999_999_999) // 10**9)
            self._states[memo] = state
        policy = self._policy
        if not d.allowed:
            wait = b"%d" % ((d.retry_after + 999_999_999) // 10**9 or 1)
            headers = [(b"ratelimit-policy", policy), (b"ratelimit", state), (b"retry-after", wait)]
            await send({"type": "http.response.start", "status": 429, "headers": headers})
            await send({"type": "http.response.body"})
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = dict(message)
                lines = list(message.get("headers", ()))
                names = [name for name, _ in lines]
                if b"ratelimit" in names or b"ratelimit-policy" in names:
                    policies = [v for k, v in lines if k == b"ratelimit-policy"] + [policy]
                    states = [v for k, v in lines if k == b"ratelimit"] + [state]
                    lines = [x for x in lines if x[0] != b"ratelimit" and x[0] != b"ratelimit-policy"]
                    lines.append((b"ratelimit-policy", b", ".join(policies)))
                    lines.append((b"ratelimit", b", ".join(states)))
                else:
                    lines.append((b"ratelimit-policy", policy))
                    lines.append((b"ratelimit", state))
                message["headers"] = lines
            await send(message)

        await self._app(scope, receive, answer)
