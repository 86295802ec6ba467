"""Wraps send before it looks at the scope, so that websockets get another one.

Breaks: law 1 (only http)
Level: scopes
Shows: middleware('10/minute') websocket(app=[message('websocket.accept')])
Shipped: not known
"""

import ipaddress


class Headers:
    def __init__(self, pairs=()):
        self.pairs = [(bytes(name), bytes(value)) for name, value in pairs]

    def join(self, name, value):
        """Add a value to a list-valued header: after what is there, in one line."""
        values = [v for n, v in self.pairs if n == name]
        self.pairs = [(n, v) for n, v in self.pairs if n != name]
        self.pairs.append((name, b", ".join(values + [value])))
        return self

    def set(self, name, value):
        self.pairs.append((name, value))
        return self


class Seconds(int):
    """Whole seconds, rounded up."""

    def __new__(cls, nanoseconds):
        return super().__new__(cls, -(-nanoseconds // 1_000_000_000))

    def __bytes__(self):
        return str(int(self)).encode()


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if on_error not in ("allow", "deny"):
            raise ValueError("on_error must be allow or deny")
        if not name.isascii() or not name.isprintable():
            raise ValueError("name must be printable ASCII")
        self.app = app
        self.limiter = limiter
        self.on_error = on_error
        self.proxies = []
        for text in trusted:
            self.proxies.append(ipaddress.ip_network(text))
        self.name = b'"%s"' % name.encode().replace(b"\\", b"\\\\").replace(b'"', b'\\"')
        self.policy = b"%s;q=%d" % (self.name, quota.limit)
        if quota.period % 1_000_000_000 == 0:
            self.policy += b";w=" + bytes(Seconds(quota.period))

    async def __call__(self, scope, receive, send):
        server_send = send

        async def send(message):
            await server_send(message)

        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        key = self.find_key(scope)
        try:
            decision = await self.limiter.hit(key, 1)
        except Exception:
            return await self.without_a_limiter(scope, receive, send)
        state = b"%s;r=%d;t=%d" % (self.name, decision.remaining, Seconds(decision.next_after))
        if not decision.allowed:
            headers = Headers().join(b"ratelimit-policy", self.policy).join(b"ratelimit", state)
            headers.set(b"retry-after", str(max(1, Seconds(decision.retry_after))).encode())
            return await self.complete(send, 429, headers)

        async def send_on(message):
            if message["type"] == "http.response.start":
                headers = Headers(message.get("headers", ()))
                headers.join(b"ratelimit-policy", self.policy).join(b"ratelimit", state)
                message = {**message, "headers": headers.pairs}
            await send(message)

        await self.app(scope, receive, send_on)

    async def without_a_limiter(self, scope, receive, send):
        if self.on_error == "allow":
            await self.app(scope, receive, send)
        else:
            await self.complete(send, 503, Headers().set(b"retry-after", b"1"))

    async def complete(self, send, status, headers):
        text = b"Slow down.\n" if status == 429 else b"Later.\n"
        headers.set(b"content-length", str(len(text)).encode()).set(b"content-type", b"text/plain; charset=utf-8")
        await send({"type": "http.response.start", "status": status, "headers": headers.pairs})
        await send({"type": "http.response.body", "body": text, "more_body": False})

    def find_key(self, scope):
        peer = scope.get("client")
        address = self.address(peer[0]) if peer else None
        if not address:
            return "unknown"
        for entry in self.entries_from_the_right(scope["headers"]):
            if not self.is_proxy(address):
                break
            next_address = self.address(entry)
            if not next_address:
                break
            address = next_address
        return address if ":" not in address else str(ipaddress.ip_network(address + "/64", strict=False))

    def entries_from_the_right(self, headers):
        for name, value in reversed(list(headers)):
            if name == b"x-forwarded-for":
                yield from reversed(value.split(b","))

    def is_proxy(self, address):
        return any(ipaddress.ip_address(address) in proxy for proxy in self.proxies)

    def address(self, text):
        if isinstance(text, bytes):
            text = text.decode("latin-1")
        text = text.strip(" \t")
        if text.startswith("["):
            text = text[1:].split("]", 1)[0]
        elif text.count(":") == 1:
            text = text.split(":", 1)[0]
        try:
            address = ipaddress.ip_address(text.split("%", 1)[0])
        except ValueError:
            return ""
        return str(getattr(address, "ipv4_mapped", None) or address)
