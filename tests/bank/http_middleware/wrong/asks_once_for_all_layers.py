"""Asks no second time where it stands around another of its kind: the inner one takes the decision for its own.

Breaks: law 8 (many at once)
Level: many
Shows: middleware('10/minute', inner=granted(9, 1000000000)) http()
Shipped: not known
"""

from contextvars import ContextVar
from functools import partial
from ipaddress import ip_address, ip_network


DECIDED = ContextVar("DECIDED", default=None)


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if not all(" " <= c <= "~" for c in name):
            raise ValueError(f"name: printable ASCII only, got {name!r}")
        if on_error not in {"allow", "deny"}:
            raise ValueError(f"on_error: allow or deny, got {on_error!r}")
        self.app = app
        self.limiter = limiter
        self.networks = tuple(ip_network(each) for each in trusted)
        self.open = on_error == "allow"
        self.label = '"' + name.replace("\\", r"\\").replace('"', r"\"") + '"'
        self.policy = f"{self.label};q={quota.limit}"
        if quota.period % 10**9 == 0:
            self.policy += f";w={quota.period // 10**9}"

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        try:
            decision = DECIDED.get() or await self.limiter.hit(self.client(scope), 1)
            DECIDED.set(decision)
        except Exception:
            if not self.open:
                return await self.refuse(send, 503, [(b"retry-after", b"1")])
            decision = None
        if decision is None:
            return await self.app(scope, receive, send)
        state = f"{self.label};r={decision.remaining};t={self.seconds(decision.next_after)}"
        fields = [(b"ratelimit-policy", self.policy.encode()), (b"ratelimit", state.encode())]
        if decision.allowed:
            return await self.app(scope, receive, partial(self.send, send, fields))
        wait = str(self.seconds(decision.retry_after) or 1).encode()
        return await self.refuse(send, 429, [(b"retry-after", wait), *fields])

    async def send(self, send, fields, message):
        if message["type"] == "http.response.start":
            headers = list(message.get("headers") or ())
            for name, value in fields:
                inner = [v for n, v in headers if n == name]
                headers = [(n, v) for n, v in headers if n != name]
                headers.append((name, b", ".join([*inner, value])))
            message = dict(message, headers=headers)
        await send(message)

    async def refuse(self, send, status, headers):
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    @staticmethod
    def seconds(nanoseconds):
        return (nanoseconds + 10**9 - 1) // 10**9

    def client(self, scope):
        peer = scope.get("client") or ("",)
        best = self.read(peer[0])
        if best is None:
            return "unknown"
        hops = []
        for name, value in scope["headers"]:
            if name == b"x-forwarded-for":
                hops += value.decode("latin-1").split(",")
        for hop in reversed(hops):
            if not self.trusts(best):
                break
            address = self.read(hop)
            if address is None:
                break
            best = address
        if best.version == 6:
            return str(ip_network((best, 64), strict=False))
        return str(best)

    def trusts(self, address):
        return any(address in network for network in self.networks)

    @staticmethod
    def read(text):
        text = text.strip(" \t")
        if text.startswith("["):
            text = text[1:].split("]")[0]
        elif text.count(":") == 1:
            text = text.split(":")[0]
        try:
            address = ip_address(text.split("%")[0])
        except ValueError:
            return None
        if address.version == 6 and address.ipv4_mapped:
            return address.ipv4_mapped
        return address
