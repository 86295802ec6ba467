"""Wrong: keeps the start until a body comes and sends both, for each body again (slowapi #225); shows with any stream, and its first message is late."""

import ipaddress


def _ip(text):
    text = text.strip(" \t")
    if text[:1] == "[":
        text = text[1 : text.find("]")]
    elif text.count(":") == 1:
        text = text[: text.find(":")]
    try:
        ip = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(ip, "ipv4_mapped", None) or ip


class _Responder:
    """Answers for one request."""

    def __init__(self, middleware, decision, send):
        self.middleware = middleware
        self.decision = decision
        self.send = send
        self.initial_message = {}

    async def send_wrapper(self, message):
        if message["type"] == "http.response.start":
            # Headers can only be added here, but wait for the body before anything is sent.
            self.initial_message = message
        elif message["type"] == "http.response.body":
            start = dict(self.initial_message)
            start["headers"] = self.middleware.inject(list(start.get("headers", ())), self.decision)
            await self.send(start)
            await self.send(message)
        else:
            await self.send(message)


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if name and not (name.isascii() and name.isprintable()):
            raise ValueError("name")
        if on_error not in ("allow", "deny"):
            raise ValueError("on_error")
        self.app = app
        self.limiter = limiter
        self.networks = [ipaddress.ip_network(t) for t in trusted]
        self.label = '"%s"' % name.replace("\\", "\\\\").replace('"', '\\"')
        self.quota = quota
        self.on_error = on_error

    def inject(self, headers, decision):
        seconds, rest = divmod(self.quota.period, 10**9)
        policy = f"{self.label};q={self.quota.limit}" + ("" if rest else f";w={seconds}")
        limit = f"{self.label};r={decision.remaining};t={(decision.next_after + 10**9 - 1) // 10**9}"
        for name, value in ((b"ratelimit-policy", policy.encode()), (b"ratelimit", limit.encode())):
            existing = [v for n, v in headers if n == name]
            headers = [h for h in headers if h[0] != name]
            headers.append((name, b", ".join([*existing, value])))
        return headers

    def key(self, scope):
        client = scope.get("client")
        ip = _ip(client[0]) if client else None
        if ip is None:
            return "unknown"
        entries = []
        for name, value in scope["headers"]:
            if name == b"x-forwarded-for":
                entries += value.decode("latin-1").split(",")
        while entries and any(ip in n for n in self.networks):
            nxt = _ip(entries.pop())
            if nxt is None:
                break
            ip = nxt
        return str(ip) if ip.version == 4 else str(ipaddress.IPv6Network((int(ip) >> 64 << 64, 64)))

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            decision = await self.limiter.hit(self.key(scope), 1)
        except Exception:
            decision = None
        if decision is None:
            if self.on_error == "allow":
                await self.app(scope, receive, send)
            else:
                await self.reply(send, 503, [(b"retry-after", b"1")])
        elif decision.allowed:
            await self.app(scope, receive, _Responder(self, decision, send).send_wrapper)
        else:
            wait = max(1, (decision.retry_after + 10**9 - 1) // 10**9)
            await self.reply(send, 429, self.inject([(b"retry-after", b"%d" % wait)], decision))

    async def reply(self, send, status, headers):
        body = b"rate limit exceeded"
        headers = [*headers, (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
