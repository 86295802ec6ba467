"""Doesn't see that an address in brackets is an IPv4 address written as IPv6.

Breaks: law 6 (key)
Level: key
Shows: middleware('10/minute', trusted=['10.0.0.0/8']) http(client='10.0.0.1', forwarded=['[::ffff:192.0.2.7]'])
Shipped: not known
"""

import re
from ipaddress import IPv6Network, ip_address, ip_network

S = 10**9


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if not re.fullmatch(r"[ -~]*", name):
            raise ValueError(f"name must be printable ASCII, got {name!r}")
        if on_error not in ("allow", "deny"):
            raise ValueError(f"on_error must be allow or deny, got {on_error!r}")
        self.app, self.limiter, self.on_error = app, limiter, on_error
        self.trusted = [ip_network(text) for text in trusted]
        self.name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
        self.policy = f"{self.name};q={quota.limit}"
        if quota.period % S == 0:
            self.policy += f";w={quota.period // S}"

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        key = self.key(scope)
        try:
            decision = await self.limiter.hit(key, 1)
        except Exception:
            if self.on_error == "deny":
                await self.answer(send, 503, [(b"retry-after", b"1")])
                return
            decision = None
        if decision is None:
            await self.app(scope, receive, send)
            return
        ours = {
            b"ratelimit-policy": self.policy.encode(),
            b"ratelimit": f"{self.name};r={decision.remaining};t={seconds(decision.next_after)}".encode(),
        }
        if not decision.allowed:
            wait = max(1, seconds(decision.retry_after))
            await self.answer(send, 429, [(b"retry-after", str(wait).encode()), *ours.items()])
            return

        async def with_fields(message):
            if message["type"] == "http.response.start":
                message = {**message, "headers": merged(message.get("headers", ()), ours)}
            await send(message)

        await self.app(scope, receive, with_fields)

    async def answer(self, send, status, headers):
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def key(self, scope):
        client = scope.get("client")
        address = read(client[0]) if client else None
        if address is None:
            return "unknown"
        lines = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        entries = b",".join(lines).decode("latin-1").split(",")
        while entries and any(address in network for network in self.trusted):
            before = read(entries.pop())
            if before is None:
                break
            address = before
        return key_text(address)


def seconds(ns):
    return (ns + S - 1) // S


def merged(headers, ours):
    lines = list(headers)
    for field, value in ours.items():
        values = [v for n, v in lines if n == field]
        lines = [(n, v) for n, v in lines if n != field] + [(field, b", ".join([*values, value]))]
    return lines


def key_text(address):
    return str(address) if address.version == 4 else str(IPv6Network((address, 64), strict=False))


def read(text):
    text = text.strip(" \t")
    match = re.fullmatch(r"\[(.*)\](:[0-9]+)?|([0-9.]+):[0-9]+", text)
    if match:
        text = match[1] or match[3] or ""
    try:
        address = ip_address(text.split("%")[0])
    except ValueError:
        return None
    if match and match[1]:
        return address
    return getattr(address, "ipv4_mapped", None) or address
