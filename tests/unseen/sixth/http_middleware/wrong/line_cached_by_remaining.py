"""Wrong: the `ratelimit` line is remembered by what remains, so the wait in it is that of the first time when as much was left."""

import ipaddress
from typing import Any

NANOS = 10**9


def whole_seconds(nanoseconds: int) -> int:
    return -(-nanoseconds // NANOS)


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow") -> None:
        for char in name:
            if not 0x20 <= ord(char) < 0x7F:
                raise ValueError(f"{name!r} is not printable ASCII")
        if on_error not in {"allow", "deny"}:
            raise ValueError("on_error is either 'allow' or 'deny'")
        self.app = app
        self.limiter = limiter
        self.deny = on_error == "deny"
        self.trusted = TrustedProxies(trusted)
        self.label = b'"%s"' % name.encode("ascii").replace(b"\\", rb"\\").replace(b'"', rb"\"")
        seconds, fraction = divmod(quota.period, NANOS)
        self.lines = {}
        self.policy = b"%s;q=%d" % (self.label, quota.limit) + (b"" if fraction else b";w=%d" % seconds)

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "http":
            await Responder(self, send).respond(scope, receive)
        else:
            await self.app(scope, receive, send)


class Responder:
    def __init__(self, middleware: RateLimitMiddleware, send) -> None:
        self.middleware = middleware
        self.send = send
        self.decision: Any = None

    async def respond(self, scope, receive) -> None:
        middleware = self.middleware
        failed = False
        try:
            self.decision = await middleware.limiter.hit(middleware.trusted.client_key(scope), 1)
        except Exception:
            failed = True

        if failed and middleware.deny:
            await self.reject(503, b"1")
        elif failed:
            await middleware.app(scope, receive, self.send)
        elif self.decision.allowed:
            await middleware.app(scope, receive, self.forward)
        else:
            wait = whole_seconds(self.decision.retry_after) or 1
            await self.reject(429, b"%d" % wait, *self.own_fields())

    def own_fields(self):
        decision, label = self.decision, self.middleware.label
        yield b"ratelimit-policy", self.middleware.policy
        lines = self.middleware.lines
        if decision.remaining not in lines:
            wait = whole_seconds(decision.next_after)
            lines[decision.remaining] = b"%s;r=%d;t=%d" % (label, decision.remaining, wait)
        yield b"ratelimit", lines[decision.remaining]

    async def forward(self, message) -> None:
        if message["type"] != "http.response.start":
            return await self.send(message)
        headers = [(name, value) for name, value in message.get("headers", [])]
        for own, value in self.own_fields():
            lines = [v for n, v in headers if n == own]
            headers = [pair for pair in headers if pair[0] != own]
            headers.insert(0, (own, b", ".join(lines + [value])))
        changed = dict(message)
        changed["headers"] = headers
        return await self.send(changed)

    async def reject(self, status, wait, *fields) -> None:
        await self.send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [(b"retry-after", wait), (b"content-length", b"0"), *fields],
            }
        )
        await self.send({"type": "http.response.body", "body": b"", "more_body": False})


class TrustedProxies:
    """Knows who may speak for others."""

    def __init__(self, texts) -> None:
        self.prefixes = set()
        for text in texts:
            network = ipaddress.ip_network(text)
            bits = network.max_prefixlen - network.prefixlen
            self.prefixes.add((network.version, bits, int(network.network_address) >> bits))
        self.shapes = {(version, bits) for version, bits, _ in self.prefixes}

    def __contains__(self, address) -> bool:
        number = int(address)
        return any(
            (version, bits, number >> bits) in self.prefixes
            for version, bits in self.shapes
            if version == address.version
        )

    def client_key(self, scope) -> str:
        client = scope.get("client")
        if client is None:
            return "unknown"
        current = self.read(client[0])
        if current is None:
            return "unknown"
        lines = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        hops = b",".join(lines).split(b",") if lines else []
        for hop in reversed(hops):
            if current not in self:
                break
            address = self.read(hop.decode("iso-8859-1"))
            if address is None:
                break
            current = address
        if current.version == 4:
            return str(current)
        return str(ipaddress.IPv6Network((current, 64), strict=False))

    @staticmethod
    def read(text):
        text = text.strip("\t ")
        for candidate in TrustedProxies.candidates(text):
            try:
                address = ipaddress.ip_address(candidate)
            except ValueError:
                continue
            if address.version == 4:
                return address
            plain = ipaddress.IPv6Address(int(address))
            return plain.ipv4_mapped or plain
        return None

    @staticmethod
    def candidates(text):
        """The text itself, or what is left of it without a port and brackets."""
        yield text
        host, colon, port = text.rpartition(":")
        is_port = colon and port.isascii() and port.isdigit()
        if is_port and "." in host and ":" not in host:
            yield host
        if is_port and host.startswith("[") and host.endswith("]") and ":" in host:
            yield host[1:-1]
        if text.startswith("[") and text.endswith("]") and ":" in text:
            yield text[1:-1]
