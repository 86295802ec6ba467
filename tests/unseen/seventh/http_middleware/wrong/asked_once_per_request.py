"""Wrong: marks in a context variable that a request has been counted, so the inner one of two middlewares doesn't ask its own limiter."""

import contextvars
import ipaddress

counted = contextvars.ContextVar("counted", default=False)


def ceil_div(a, b):
    return -(-a // b)


def normalize(text):
    text = text.strip(" \t")
    if text.startswith("["):
        text = text[1 : text.rfind("]")]
    elif text.count(":") == 1:
        text = text[: text.index(":")]
    try:
        ip = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ipaddress.IPv6Address(int(ip))
    return ip


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if not all(0x20 <= ord(ch) <= 0x7E for ch in name):
            raise ValueError(f"name: {name!r}")
        if on_error not in ["allow", "deny"]:
            raise ValueError(f"on_error: {on_error!r}")
        self.app = app
        self.limiter = limiter
        self.nets = list(map(ipaddress.ip_network, trusted))
        self.name = name.replace("\\", "\\\\").replace('"', '\\"')
        self.quota = quota
        self.on_error = on_error

    async def __call__(self, scope, receive, send):
        # Mounted sub-applications bring the middleware along: a request must not be counted twice.
        if scope["type"] != "http" or counted.get():
            await self.app(scope, receive, send)
            return
        token = counted.set(True)
        try:
            await self.handle(scope, receive, send)
        finally:
            counted.reset(token)

    async def handle(self, scope, receive, send):
        try:
            decision = await self.limiter.hit(self.key(scope), 1)
        except Exception:
            decision = None
        if decision is None:
            if self.on_error == "allow":
                await self.app(scope, receive, send)
            else:
                await self.answer(send, 503, {b"retry-after": b"1"})
            return
        policy = f'"{self.name}";q={self.quota.limit}'
        if not self.quota.period % 10**9:
            policy += f";w={self.quota.period // 10**9}"
        limit = f'"{self.name}";r={decision.remaining};t={ceil_div(decision.next_after, 10**9)}'
        fields = {b"ratelimit-policy": policy.encode(), b"ratelimit": limit.encode()}
        if not decision.allowed:
            seconds = max(1, ceil_div(decision.retry_after, 10**9))
            await self.answer(send, 429, {**fields, b"retry-after": b"%d" % seconds})
            return

        async def wrapped(message):
            if message["type"] == "http.response.start":
                headers = []
                lines = {name: b"" for name in fields}
                for name, value in message.get("headers", []):
                    if name in lines:
                        lines[name] += value + b", "
                    else:
                        headers.append((name, value))
                headers.extend((name, lines[name] + fields[name]) for name in fields)
                message = {**message, "headers": headers}
            await send(message)

        await self.app(scope, receive, wrapped)

    async def answer(self, send, status, headers):
        await send({"type": "http.response.start", "status": status, "headers": list(headers.items())})
        await send({"type": "http.response.body", "body": b""})

    def key(self, scope):
        peer = scope.get("client")
        ip = normalize(peer[0]) if peer else None
        if ip is None:
            return "unknown"
        entries = []
        for name, value in scope["headers"]:
            if name == b"x-forwarded-for":
                entries.extend(value.split(b","))
        for entry in entries[::-1]:
            if not any(ip in net for net in self.nets):
                break
            candidate = normalize(entry.decode("latin-1"))
            if candidate is None:
                break
            ip = candidate
        if ip.version == 6:
            return f"{ipaddress.IPv6Address(int(ip) >> 64 << 64)}/64"
        return str(ip)
