"""Wrong: collects the body and sends start and body in one piece at the end, so a stream arrives late, and an app that raises in the middle has sent nothing."""

import ipaddress


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if on_error not in ("allow", "deny"):
            raise ValueError("on_error")
        if any(not " " <= c <= "~" for c in name):
            raise ValueError("name")
        self.app = app
        self.limiter = limiter
        self.trusted = [ipaddress.ip_network(t) for t in trusted]
        self.name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
        self.quota = quota
        self.on_error = on_error

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        try:
            decision = await self.limiter.hit(self.get_key(scope), 1)
        except Exception:
            if self.on_error == "allow":
                return await self.app(scope, receive, send)
            return await self.send_response(send, 503, [(b"retry-after", b"1")], b"")
        if not decision.allowed:
            wait = max(1, -(-decision.retry_after // 10**9))
            headers = [(b"retry-after", str(wait).encode())]
            return await self.send_response(send, 429, self.with_fields(headers, decision), b"Too many requests")

        response = {"status": 500, "headers": []}
        chunks = []

        async def collect(message):
            if message["type"] == "http.response.start":
                response["status"] = message["status"]
                response["headers"] = list(message.get("headers", []))
            elif message["type"] == "http.response.body":
                chunks.append(message.get("body", b""))

        await self.app(scope, receive, collect)
        headers = self.with_fields(response["headers"], decision)
        await self.send_response(send, response["status"], headers, b"".join(chunks))

    async def send_response(self, send, status, headers, body):
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def with_fields(self, headers, decision):
        policy = f"{self.name};q={self.quota.limit}"
        if self.quota.period % 10**9 == 0:
            policy += f";w={self.quota.period // 10**9}"
        state = f"{self.name};r={decision.remaining};t={-(-decision.next_after // 10**9)}"
        for field, text in ((b"ratelimit-policy", policy), (b"ratelimit", state)):
            old = [value for name, value in headers if name == field]
            headers = [(name, value) for name, value in headers if name != field]
            headers.append((field, b", ".join(old + [text.encode()])))
        return headers

    def get_key(self, scope):
        client = scope.get("client")
        address = parse(client[0]) if client else None
        if address is None:
            return "unknown"
        hops = []
        for name, value in scope["headers"]:
            if name == b"x-forwarded-for":
                hops += value.decode("latin-1").split(",")
        for hop in reversed(hops):
            if not any(address in network for network in self.trusted):
                break
            parsed = parse(hop)
            if parsed is None:
                break
            address = parsed
        if address.version == 4:
            return str(address)
        return str(ipaddress.ip_network((int(address), 64), strict=False))


def parse(text):
    text = text.strip(" \t")
    if text.startswith("["):
        text = text[1:].split("]")[0]
    elif text.count(":") == 1:
        text = text.split(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if address.version == 6:
        address = ipaddress.IPv6Address(int(address))
        return address.ipv4_mapped or address
    return address
