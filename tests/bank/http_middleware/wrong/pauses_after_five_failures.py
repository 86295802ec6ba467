"""Leaves a limiter alone for half a minute that has failed five times in a row, as a circuit breaker does.

Breaks: law 2 (asked once, before the app), after law 7 (the limiter fails)
Level: failure
Shows: middleware('10/minute') http(limiter=fails('OSError'), times=6)
Shipped: not known
"""

import ipaddress
import math
import time

NANO = 10**9


def whole(nanoseconds):
    return math.floor((nanoseconds + NANO - 1) // NANO)


class OneRequest:
    def __init__(self, middleware, scope, receive, send):
        self.middleware, self.scope, self.receive, self.send = middleware, scope, receive, send
        self.decision = None

    async def run(self):
        decided = await self.decide()
        if not decided:
            await (self.unlimited() if self.middleware.opens else self.unavailable())
        elif self.decision.allowed:
            await self.middleware.app(self.scope, self.receive, self.pass_on)
        else:
            await self.refuse()

    async def decide(self):
        if time.monotonic() < self.middleware.closed_until:
            return False
        try:
            self.decision = await self.middleware.limiter.hit(self.key(), 1)
        except Exception:
            self.middleware.failed()
            return False
        self.middleware.failures = 0
        return True

    def key(self):
        address = self.address()
        if address is None:
            return "unknown"
        if address.version == 6:
            return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)) if int(address) >> 64 else "::/64")
        return str(address)

    def address(self):
        client = self.scope.get("client")
        current = read(client[0]) if client else None
        if current is None:
            return None
        forwarded = b",".join(v for n, v in self.scope["headers"] if n == b"x-forwarded-for")
        for text in forwarded.decode("latin-1").split(",")[::-1]:
            if not self.middleware.is_trusted(current):
                return current
            following = read(text)
            if following is None:
                return current
            current = following
        return current

    def fields(self):
        name = self.middleware.name
        state = f"{name};r={self.decision.remaining};t={whole(self.decision.next_after)}"
        return ((b"ratelimit-policy", self.middleware.policy.encode()), (b"ratelimit", state.encode()))

    async def pass_on(self, message):
        if message["type"] == "http.response.start":
            headers = tuple(message.get("headers", ()))
            for name, value in self.fields():
                inner = tuple(v for n, v in headers if n == name)
                headers = (*((n, v) for n, v in headers if n != name), (name, b", ".join((*inner, value))))
            message = {**message, "headers": headers}
        await self.send(message)

    async def refuse(self):
        wait = max(whole(self.decision.retry_after), 1)
        await self.respond(429, [*self.fields(), (b"retry-after", str(wait).encode())])

    async def unavailable(self):
        await self.respond(503, [(b"retry-after", b"1")])

    async def unlimited(self):
        await self.middleware.app(self.scope, self.receive, self.send)

    async def respond(self, status, headers):
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": b"", "more_body": False})


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if on_error not in ("allow", "deny"):
            raise ValueError("on_error: 'allow' or 'deny'")
        if not (name.isascii() and name.isprintable()):
            raise ValueError("name: printable ASCII")
        self.app, self.limiter, self.opens = app, limiter, on_error == "allow"
        self.failures, self.closed_until = 0, -math.inf
        self.trusted = [ipaddress.ip_network(each) for each in trusted]
        self.name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
        self.policy = f"{self.name};q={quota.limit}"
        if quota.period % NANO == 0:
            self.policy += f";w={quota.period // NANO}"

    def failed(self):
        self.failures += 1
        if self.failures >= 5:
            self.failures, self.closed_until = 0, time.monotonic() + 30

    def is_trusted(self, address):
        return any(address in network for network in self.trusted)

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            await OneRequest(self, scope, receive, send).run()
        else:
            await self.app(scope, receive, send)


def read(text):
    text = text.strip()
    if text.startswith("[") and "]" in text:
        text = text[1 : text.index("]")]
    elif text.count(":") == 1:
        text = text[: text.index(":")]
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped if found.version == 6 and found.ipv4_mapped else found
