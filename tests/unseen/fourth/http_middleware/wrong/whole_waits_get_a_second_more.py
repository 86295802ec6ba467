"""Tells a second too many in retry-after when the wait is a whole number of seconds."""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from ratelimit import Quota

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

ON_ERROR_ALLOW = "allow"
ON_ERROR_DENY = "deny"
NANOS_PER_SECOND = 1000 * 1000 * 1000
V4_PREFIX = 0xFFFF


class Addr:
    """netip.Addr: bits and whether they are 32 of them."""

    __slots__ = ("bits", "is4")

    def __init__(self, bits: int, is4: bool) -> None:
        self.bits = bits
        self.is4 = is4

    def unmap(self) -> "Addr":
        """func (ip Addr) Unmap() Addr."""
        if not self.is4 and self.bits >> 32 == V4_PREFIX:
            return Addr(self.bits & 0xFFFFFFFF, True)
        return self

    def key(self) -> str:
        """func (ip Addr) key() string."""
        if self.is4:
            return "%d.%d.%d.%d" % tuple(self.bits.to_bytes(4, "big"))
        return str(IPv6Network((self.bits & ~0xFFFFFFFFFFFFFFFF, 64)))


class Prefix:
    """netip.Prefix."""

    __slots__ = ("base", "is4", "shift")

    def __init__(self, network: IPv4Network | IPv6Network) -> None:
        self.is4 = network.version == 4
        self.shift = network.max_prefixlen - network.prefixlen
        self.base = int(network.network_address) >> self.shift

    def contains(self, addr: Addr) -> bool:
        """func (p Prefix) Contains(ip Addr) bool."""
        return self.is4 == addr.is4 and addr.bits >> self.shift == self.base


def is_port(s: str) -> bool:
    """Report whether s is a colon and digits, or nothing."""
    return s == "" or (len(s) > 1 and s[0] == ":" and all("0" <= c <= "9" for c in s[1:]))


def parse_addr(s: str) -> tuple[Addr | None, Exception | None]:
    """func parseAddr(s string) (Addr, error)."""
    s = s.strip(" \t")
    host = s
    if s.startswith("["):
        i = s.rfind("]")
        if i < 0 or not is_port(s[i + 1 :]):
            return None, ValueError("brackets")
        host = s[1:i]
    else:
        i = s.find(":")
        if i >= 0 and "." in s[:i] and is_port(s[i:]):
            host = s[:i]
    try:
        ip = ip_address(host)
    except ValueError as err:
        return None, err
    return Addr(int(ip), ip.version == 4).unmap(), None


def ceil_seconds(d: int) -> int:
    """Round up as time.Duration can't."""
    n = d // NANOS_PER_SECOND
    if d > n * NANOS_PER_SECOND:
        n += 1
    return n


class RateLimitMiddleware:
    """type Middleware struct."""

    def __init__(
        self,
        app: App,
        limiter: Any,
        *,
        trusted: Sequence[str] = (),
        name: str = "default",
        quota: Quota,
        on_error: str = ON_ERROR_ALLOW,
    ) -> None:
        """func New(...) (*Middleware, error)."""
        item = bytearray(b'"')
        for c in name:
            if not " " <= c <= "~":
                raise ValueError(f"invalid name {name!r}")
            if c in ('"', "\\"):
                item += b"\\"
            item += c.encode()
        item += b'"'
        if on_error not in (ON_ERROR_ALLOW, ON_ERROR_DENY):
            raise ValueError(f"invalid on_error {on_error!r}")
        self.next = app
        self.limiter = limiter
        self.on_error = on_error
        self.prefixes = [Prefix(ip_network(s)) for s in trusted]
        self.item = bytes(item)
        self.policy = self.item + b";q=%d" % quota.limit
        if quota.period % NANOS_PER_SECOND == 0:
            self.policy += b";w=%d" % (quota.period // NANOS_PER_SECOND)

    def trusts(self, addr: Addr) -> bool:
        """Report whether addr is a proxy of ours."""
        for p in self.prefixes:
            if p.contains(addr):
                return True
        return False

    def client_key(self, scope: Message) -> str:
        """func (m *Middleware) clientKey(r *http.Request) string."""
        client = scope.get("client")
        if client is None:
            return "unknown"
        addr, err = parse_addr(client[0])
        if err is not None:
            return "unknown"
        lines = [v for k, v in scope["headers"] if k == b"x-forwarded-for"]
        i = len(lines) - 1
        while i >= 0:
            entries = lines[i].decode("iso-8859-1").split(",")
            j = len(entries) - 1
            while j >= 0:
                if not self.trusts(addr):
                    return addr.key()
                nxt, err = parse_addr(entries[j])
                if err is not None:
                    return addr.key()
                addr = nxt
                j -= 1
            i -= 1
        return addr.key()

    async def take(self, key: str) -> tuple[Any, Exception | None]:
        """func (m *Middleware) take(key string) (Decision, error)."""
        try:
            return await self.limiter.hit(key, 1), None
        except Exception as err:  # noqa: BLE001
            return None, err

    async def write(self, send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        """http.Error."""
        body = b"429 Too Many Requests\n" if status == 429 else b"503 Service Unavailable\n"
        headers.append((b"content-length", b"%d" % len(body)))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body[:4], "more_body": True})
        await send({"type": "http.response.body", "body": body[4:], "more_body": False})

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """func (m *Middleware) ServeHTTP(w http.ResponseWriter, r *http.Request)."""
        if scope["type"] != "http":
            await self.next(scope, receive, send)
            return
        decision, err = await self.take(self.client_key(scope))
        if err is not None:
            if self.on_error == ON_ERROR_DENY:
                await self.write(send, 503, [(b"retry-after", b"1")])
                return
            await self.next(scope, receive, send)
            return
        state = self.item + b";r=%d;t=%d" % (decision.remaining, ceil_seconds(decision.next_after))
        if not decision.allowed:
            wait = decision.retry_after // NANOS_PER_SECOND + 1
            own = [(b"ratelimit-policy", self.policy), (b"ratelimit", state), (b"retry-after", b"%d" % wait)]
            await self.write(send, 429, own)
            return
        await self.next(scope, receive, Writer(send, self.policy, state).write)


class Writer:
    """type writer struct { http.ResponseWriter }."""

    __slots__ = ("policy", "send", "state")

    def __init__(self, send: Send, policy: bytes, state: bytes) -> None:
        self.send = send
        self.policy = policy
        self.state = state

    async def write(self, message: Message) -> None:
        """Pass it on; a start gets our lines."""
        if message["type"] != "http.response.start":
            await self.send(message)
            return
        policy, state, out = bytearray(), bytearray(), []
        for pair in message.get("headers", ()):
            if pair[0] == b"ratelimit":
                state += pair[1] + b", "
            elif pair[0] == b"ratelimit-policy":
                policy += pair[1] + b", "
            else:
                out.append(pair)
        out.append((b"ratelimit-policy", bytes(policy + self.policy)))
        out.append((b"ratelimit", bytes(state + self.state)))
        await self.send({**message, "headers": out})
