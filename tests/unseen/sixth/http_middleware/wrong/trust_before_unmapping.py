"""Wrong: an IPv4 address written as IPv6 is unmapped for the key only, after `trusted` was looked up: behind a dual-stack socket no proxy is trusted, and one network of IPv6 has all of IPv4."""

import re
from ipaddress import IPv6Address, ip_address, ip_network

SECOND = 1_000_000_000


def seconds(nanoseconds):
    return -(-nanoseconds // SECOND)


def parse_address(text):
    """Return an address without port, brackets and zone; None if the text holds none."""
    text = text.strip(" \t")
    if text.startswith("["):
        match = re.fullmatch(r"\[([^\]]*:[^\]]*)\](?::[0-9]+)?", text)
        if match is None:
            return None
        text = match[1]
    elif text.count(":") == 1:
        host, _, port = text.partition(":")
        if not re.fullmatch("[0-9]+", port):
            return None
        text = host
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if address.version == 6:
        return IPv6Address(int(address))
    return address


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if on_error not in ("allow", "deny"):
            raise ValueError(f"on_error must be 'allow' or 'deny', got {on_error!r}")
        if not all(" " <= c <= "~" for c in name):
            raise ValueError(f"name must be printable ASCII, got {name!r}")
        self.app = app
        self.limiter = limiter
        self.networks = [ip_network(text) for text in trusted]
        self.on_error = on_error
        self.quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
        policy = f"{self.quoted};q={quota.limit}"
        if quota.period % SECOND == 0:
            policy += f";w={quota.period // SECOND}"
        self.policy = policy.encode()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        key = self.key_of(scope)
        try:
            decision = await self.limiter.hit(key, 1)
        except Exception:
            decision = None
        if decision is None:
            if self.on_error == "allow":
                await self.app(scope, receive, send)
            else:
                await self.answer(send, 503, 1, [])
            return

        fields = [
            (b"ratelimit-policy", self.policy),
            (b"ratelimit", f"{self.quoted};r={decision.remaining};t={seconds(decision.next_after)}".encode()),
        ]
        if not decision.allowed:
            await self.answer(send, 429, max(1, seconds(decision.retry_after)), fields)
            return

        async def send_with_fields(message):
            if message["type"] == "http.response.start":
                rest = []
                values = {name: [] for name, _ in fields}
                for name, value in message.get("headers", ()):
                    if name in values:
                        values[name].append(value)
                    else:
                        rest.append((name, value))
                for name, value in fields:
                    rest.append((name, b", ".join([*values[name], value])))
                message = {**message, "headers": rest}
            await send(message)

        await self.app(scope, receive, send_with_fields)

    async def answer(self, send, status, wait, fields):
        body = b"Too Many Requests" if status == 429 else b"Service Unavailable"
        headers = [
            (b"content-type", b"text/plain"),
            (b"content-length", str(len(body)).encode()),
            (b"retry-after", str(wait).encode()),
            *fields,
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def trusts(self, address):
        return any(address in network for network in self.networks)

    def key_of(self, scope):
        client = scope.get("client")
        address = parse_address(client[0]) if client else None
        if address is None:
            return "unknown"
        entries = []
        for name, value in scope["headers"]:
            if name == b"x-forwarded-for":
                entries.extend(value.decode("latin-1").split(","))
        while entries and self.trusts(address):
            following = parse_address(entries.pop())
            if following is None:
                break
            address = following
        if address.version == 4:
            return str(address)
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ip_network((int(address) >> 64 << 64, 64)))
