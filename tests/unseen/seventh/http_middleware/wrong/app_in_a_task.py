"""Wrong: runs the app in a task and hands its messages over through a queue, so the app's send returns before the server's, and its errors stay behind."""

import asyncio
import ipaddress
import re

ENTRY = re.compile(r"[ \t]*(?:\[([^\]]*)\](?::\d+)?|([\d.]+)(?::\d+)?|([^\[]*?))[ \t]*", re.S)


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if re.search(r"[^ -~]", name):
            raise ValueError("name must be printable ASCII")
        if on_error not in ("allow", "deny"):
            raise ValueError("on_error must be allow or deny")
        self.app, self.limiter, self.on_error, self.quota = app, limiter, on_error, quota
        self.trusted = [ipaddress.ip_network(t) for t in trusted]
        self.name = re.sub(r'([\\"])', r"\\\1", name)

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        try:
            decision = await self.limiter.hit(self.key(scope), 1)
        except Exception:
            if self.on_error == "deny":
                await send({"type": "http.response.start", "status": 503, "headers": [(b"retry-after", b"1")]})
                return await send({"type": "http.response.body", "body": b""})
            return await self.app(scope, receive, send)
        fields = self.fields(decision)
        if not decision.allowed:
            wait = max(1, -(-decision.retry_after // 1_000_000_000))
            await send(
                {
                    "type": "http.response.start",
                    "status": 429,
                    "headers": [(b"retry-after", str(wait).encode()), *fields],
                }
            )
            return await send({"type": "http.response.body", "body": b""})
        await self.stream(scope, receive, send, fields)

    async def stream(self, scope, receive, send, fields):
        queue = asyncio.Queue()

        async def run():
            try:
                await self.app(scope, receive, queue.put)
            finally:
                await queue.put(None)

        task = asyncio.create_task(run())
        try:
            while (message := await queue.get()) is not None:
                if message["type"] == "http.response.start":
                    headers = list(message.get("headers", []))
                    for name, value in fields:
                        joined = b", ".join([v for n, v in headers if n == name] + [value])
                        headers = [(n, v) for n, v in headers if n != name] + [(name, joined)]
                    message = {**message, "headers": headers}
                await send(message)
            await task
        finally:
            task.cancel()

    def fields(self, decision):
        window = "" if self.quota.period % 1_000_000_000 else f";w={self.quota.period // 1_000_000_000}"
        policy = f'"{self.name}";q={self.quota.limit}{window}'
        limit = f'"{self.name}";r={decision.remaining};t={-(-decision.next_after // 1_000_000_000)}'
        return [(b"ratelimit-policy", policy.encode()), (b"ratelimit", limit.encode())]

    def address(self, text):
        match = ENTRY.fullmatch(text)
        try:
            address = ipaddress.ip_address(next(group for group in match.groups() if group is not None))
        except (AttributeError, ValueError):
            return None
        if address.version == 6:
            return address.ipv4_mapped or ipaddress.IPv6Address(address.packed)
        return address

    def key(self, scope):
        client = scope.get("client")
        address = client and self.address(client[0])
        if not address:
            return "unknown"
        entries = [e for n, v in scope["headers"] if n == b"x-forwarded-for" for e in v.decode("latin-1").split(",")]
        while entries and any(address in network for network in self.trusted):
            further = self.address(entries.pop())
            if further is None:
                break
            address = further
        return str(address) if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))
