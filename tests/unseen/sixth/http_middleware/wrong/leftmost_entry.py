"""Wrong: behind a trusted proxy the key is the leftmost entry of x-forwarded-for, which the client can invent."""

from ipaddress import IPv6Address, ip_address, ip_network


def get_ip(text):
    text = text.strip()
    if "]" in text:
        text = text[1 : text.index("]")]
    elif "." in text and text.count(":") == 1:
        text = text[: text.index(":")]
    try:
        ip = ip_address(text)
    except ValueError:
        return None
    if ip.version == 6:
        ip = IPv6Address(int(ip))
        ip = ip.ipv4_mapped or ip
    return ip


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if on_error not in ("allow", "deny"):
            raise ValueError(on_error)
        if not (name.isascii() and (name.isprintable() or not name)):
            raise ValueError(name)
        self.app, self.limiter, self.on_error = app, limiter, on_error
        self.trusted = [ip_network(t) for t in trusted]
        self.name = name.replace("\\", "\\\\").replace('"', '\\"')
        self.policy = f'"{self.name}";q={quota.limit}'
        if quota.period % 1_000_000_000 == 0:
            self.policy += f";w={quota.period // 1_000_000_000}"

    def key(self, scope):
        ip = get_ip(scope["client"][0]) if scope.get("client") else None
        if ip is None:
            return "unknown"
        if any(ip in net for net in self.trusted):
            forwarded = [v for k, v in scope["headers"] if k == b"x-forwarded-for"]
            if forwarded:
                first = get_ip(forwarded[0].decode("latin-1").split(",")[0])
                if first is not None:
                    ip = first
        return str(ip) if ip.version == 4 else str(ip_network((int(ip), 64), strict=False))

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            decision = await self.limiter.hit(self.key(scope), 1)
        except Exception:
            decision = None
        if decision is None and self.on_error == "allow":
            await self.app(scope, receive, send)
            return
        if decision is None:
            await send({"type": "http.response.start", "status": 503, "headers": [(b"retry-after", b"1")]})
            await send({"type": "http.response.body", "body": b""})
            return
        t = -(-decision.next_after // 1_000_000_000)
        fields = {
            b"ratelimit-policy": self.policy.encode(),
            b"ratelimit": f'"{self.name}";r={decision.remaining};t={t}'.encode(),
        }

        async def wrapped(message):
            if message["type"] == "http.response.start":
                headers = [tuple(h) for h in message.get("headers", [])]
                kept = [h for h in headers if h[0] not in fields]
                for k, v in fields.items():
                    kept.append((k, b", ".join([h[1] for h in headers if h[0] == k] + [v])))
                message = {**message, "headers": kept}
            await send(message)

        if decision.allowed:
            await self.app(scope, receive, wrapped)
        else:
            retry = max(1, -(-decision.retry_after // 1_000_000_000))
            headers = [(b"retry-after", str(retry).encode())]
            await wrapped({"type": "http.response.start", "status": 429, "headers": headers})
            await wrapped({"type": "http.response.body", "body": b"rate limited"})
