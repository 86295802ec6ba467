"""A request object with a method for each step; slots, caches of what never changes."""

from functools import lru_cache
from ipaddress import ip_address, ip_network


class RateLimitMiddleware:
    __slots__ = ("_address", "app", "limiter", "name", "networks", "on_error", "policy")

    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if name.encode("ascii", "replace").decode() != name or not name.isprintable():
            raise ValueError(f"name: {name!r}")
        if on_error not in ("allow", "deny"):
            raise ValueError(f"on_error: {on_error!r}")
        self.app, self.limiter, self.on_error = app, limiter, on_error
        self.networks = [ip_network(x) for x in trusted]
        self.name = name.replace("\\", "\\\\").replace('"', '\\"').join('""')
        whole = quota.period // 10**9
        self.policy = f"{self.name};q={quota.limit}" + f";w={whole}" * (whole * 10**9 == quota.period)
        self._address = lru_cache(64)(parsed)

    def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return self.app(scope, receive, send)
        return Request(self, scope, receive, send).serve()


class Request:
    def __init__(self, middleware, scope, receive, send):
        self.m, self.scope, self.receive, self.to = middleware, scope, receive, send
        self.fields = []

    async def serve(self):
        m = self.m
        try:
            decision = await m.limiter.hit(self.key(), 1)
        except Exception:
            if m.on_error == "deny":
                return await self.reply(503, ("retry-after", "1"))
            return await m.app(self.scope, self.receive, self.to)
        t = -(-decision.next_after // 10**9)
        self.fields = [("ratelimit-policy", m.policy), ("ratelimit", f"{m.name};r={decision.remaining};t={t}")]
        if decision.allowed:
            return await m.app(self.scope, self.receive, self.send)
        return await self.reply(429, ("retry-after", f"{max(1, -(-decision.retry_after // 10**9))}"))

    async def reply(self, status, *headers):
        encoded = [(name.encode(), value.encode()) for name, value in headers]
        await self.send({"type": "http.response.start", "status": status, "headers": encoded})
        await self.to({"type": "http.response.body", "body": b"x" * 3})

    async def send(self, message):
        if message["type"] != "http.response.start":
            return await self.to(message)
        headers = [tuple(pair) for pair in message.get("headers", ())]
        for name, value in self.fields:
            wanted = name.encode()
            old = [pair[1] for pair in headers if pair[0] == wanted]
            headers = [pair for pair in headers if pair[0] != wanted]
            headers.insert(0, (wanted, b", ".join([*old, value.encode()])))
        return await self.to({**message, "headers": headers})

    def key(self):
        client = self.scope.get("client")
        found = client and self.m._address(client[0])
        if not found:
            return "unknown"
        lines = [v for k, v in self.scope["headers"] if k == b"x-forwarded-for"]
        for line in reversed(lines):
            for entry in reversed(line.decode("latin-1").split(",")):
                if not any(found in network for network in self.m.networks):
                    return self.text(found)
                further = self.m._address(entry)
                if further is None:
                    return self.text(found)
                found = further
        return self.text(found)

    @staticmethod
    def text(address):
        return str(address) if address.version == 4 else str(ip_network(f"{address}/64", strict=False))


def parsed(text):
    text = text.strip("\t ")
    host, colon, port = text.rpartition(":")
    if colon and port.isdigit() and (host.endswith("]") or ":" not in host):
        text = host
    if text[:1] + text[-1:] == "[]":
        text = text[1:-1]
    try:
        address = ip_address(text.split("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return address if mapped is None else mapped
