"""Keeps the zone until the key is written, and as netip.Prefix.Contains does, finds an address with a zone in no network."""

import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from ratelimit import Quota

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

NANO = 1_000_000_000
Addr = ipaddress.IPv4Address | ipaddress.IPv6Address


def split_host_port(s: bytes) -> tuple[bytes, bool]:
    if s[:1] == b"[":
        i = s.find(b"]")
        if i < 0:
            return b"", False
        host, rest = s[1:i], s[i + 1 :]
        if b":" not in host:
            return b"", False
        if rest and not (rest[:1] == b":" and rest[1:].isdigit()):
            return b"", False
        return host, True
    i = s.find(b":")
    if i >= 0 and s.find(b":", i + 1) < 0:
        return (s[:i], True) if s[i + 1 :].isdigit() else (b"", False)
    return s, True


def parse_addr(s: bytes) -> tuple[Addr, bool]:
    none = ipaddress.IPv4Address(0)
    host, ok = split_host_port(s.strip(b" \t"))
    if not ok:
        return none, False
    try:
        addr = ipaddress.ip_address(host.decode("latin-1"))
    except ValueError:
        return none, False
    if addr.version == 6:
        raw = addr.packed
        if raw[:12] == bytes(10) + b"\xff\xff":
            return ipaddress.IPv4Address(raw[12:]), True
    return addr, True


def ceil_seconds(ns: int) -> int:
    n = ns // NANO
    if ns % NANO != 0:
        n += 1
    return n


def quote(s: str) -> tuple[str, bool]:
    out = ['"']
    for r in s:
        if ord(r) < 0x20 or ord(r) > 0x7E:
            return "", False
        if r == '"' or r == "\\":
            out.append("\\")
        out.append(r)
    out.append('"')
    return "".join(out), True


class ResponseWriter:
    def __init__(self, send: Send, policy: bytes, state: bytes) -> None:
        self.next = send
        self.policy = policy
        self.state = state

    async def write(self, message: Message) -> None:
        if message["type"] != "http.response.start":
            await self.next(message)
            return
        out: list[Any] = []
        policies: list[bytes] = []
        states: list[bytes] = []
        for header in message.get("headers", ()):
            if header[0] == b"ratelimit-policy":
                policies.append(header[1])
            elif header[0] == b"ratelimit":
                states.append(header[1])
            else:
                out.append(header)
        policies.append(self.policy)
        states.append(self.state)
        out.append((b"ratelimit-policy", b", ".join(policies)))
        out.append((b"ratelimit", b", ".join(states)))
        start = dict(message)
        start["headers"] = out
        await self.next(start)


async def write_error(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


class RateLimitMiddleware:
    """type RateLimitMiddleware struct."""

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
        self.nets = []
        for cidr in trusted:
            self.nets.append(ipaddress.ip_network(cidr))
        label, ok = quote(name)
        if not ok:
            raise ValueError(f"name: invalid character in {name!r}")
        match on_error:
            case "allow":
                self.fail_open = True
            case "deny":
                self.fail_open = False
            case _:
                raise ValueError(f"on_error: {on_error!r}")
        policy = f"{label};q={quota.limit}"
        if quota.period % NANO == 0:
            policy += f";w={quota.period // NANO}"
        self.label = label
        self.policy = policy.encode("ascii")
        self.app = app
        self.limiter = limiter

    def contains(self, addr: Addr) -> bool:
        if getattr(addr, "scope_id", None) is not None:
            return False
        for net in self.nets:
            if net.version == addr.version and addr in net:
                return True
        return False

    def client_key(self, scope: Message) -> str:
        client = scope.get("client")
        if not client:
            return "unknown"
        addr, ok = parse_addr(client[0].encode("utf-8", "replace"))
        if not ok:
            return "unknown"
        entries: list[bytes] = []
        for k, v in scope.get("headers", ()):
            if k == b"x-forwarded-for":
                entries.extend(v.split(b","))
        i = len(entries) - 1
        while i >= 0 and self.contains(addr):
            further, ok = parse_addr(entries[i])
            if not ok:
                break
            addr = further
            i -= 1
        if addr.version == 4:
            return str(addr)
        return str(ipaddress.IPv6Network((addr.packed[:8] + bytes(8), 64)))

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        decision, err = await self.ask(self.client_key(scope))
        if err is not None:
            if self.fail_open:
                await self.app(scope, receive, send)
                return
            await write_error(send, 503, [(b"retry-after", b"1")], b"service unavailable\n")
            return
        state = f"{self.label};r={decision.remaining};t={ceil_seconds(decision.next_after)}".encode("ascii")
        if not decision.allowed:
            seconds = ceil_seconds(decision.retry_after)
            if seconds < 1:
                seconds = 1
            headers = [
                (b"ratelimit-policy", self.policy),
                (b"ratelimit", state),
                (b"retry-after", str(seconds).encode("ascii")),
            ]
            await write_error(send, 429, headers, b"too many requests\n")
            return
        await self.app(scope, receive, ResponseWriter(send, self.policy, state).write)

    async def ask(self, key: str) -> tuple[Any, Exception | None]:
        try:
            return await self.limiter.hit(key, 1), None
        except Exception as err:
            return None, err
