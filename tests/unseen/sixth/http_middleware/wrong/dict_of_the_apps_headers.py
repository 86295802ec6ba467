"""Wrong: makes a dict of the app's headers, so of two set-cookie lines only the last one arrives."""

from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if on_error not in ("allow", "deny") or any(ord(c) < 32 or ord(c) > 126 for c in name):
            raise ValueError("bad on_error or name")
        self.app = app
        self.limiter = limiter
        self.proxies = [ip_network(p) for p in trusted]
        self.name = name.replace("\\", "\\\\").replace('"', '\\"')
        self.quota = quota
        self.on_error = on_error

    def _address(self, raw):
        raw = raw.strip(" \t")
        if raw[:1] == "[":
            raw = raw[1:].split("]", 1)[0]
        elif raw.count(":") == 1:
            raw = raw.split(":", 1)[0]
        try:
            ip = ip_address(raw)
        except ValueError:
            return None
        if ip.version == 4:
            return ip
        return ip.ipv4_mapped or IPv6Address(int(ip))

    def _key(self, scope):
        client = scope.get("client")
        ip = client and self._address(client[0])
        if not ip:
            return "unknown"
        forwarded = ",".join(v.decode("latin-1") for k, v in scope["headers"] if k == b"x-forwarded-for").split(",")
        while forwarded and any(ip in p for p in self.proxies):
            hop = self._address(forwarded.pop())
            if hop is None:
                break
            ip = hop
        if ip.version == 4:
            return str(ip)
        return str(IPv6Network((ip, 64), strict=False))

    def _policy(self):
        seconds, rest = divmod(self.quota.period, 10**9)
        return f'"{self.name}";q={self.quota.limit}' + ("" if rest else f";w={seconds}")

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        try:
            decision = await self.limiter.hit(self._key(scope), 1)
        except Exception:
            if self.on_error == "deny":
                await send({"type": "http.response.start", "status": 503, "headers": [(b"retry-after", b"1")]})
                return await send({"type": "http.response.body", "body": b"unavailable"})
            decision = None
        if decision is None:
            return await self.app(scope, receive, send)

        async def send_wrapper(message):
            if message["type"] == "http.response.start":
                headers = {}
                limits, policies = [], []
                for k, v in message.get("headers", []):
                    if k == b"ratelimit":
                        limits.append(v)
                    elif k == b"ratelimit-policy":
                        policies.append(v)
                    headers[k] = v
                line = f'"{self.name}";r={decision.remaining};t={-(-decision.next_after // 10**9)}'
                headers[b"ratelimit"] = b", ".join([*limits, line.encode()])
                headers[b"ratelimit-policy"] = b", ".join([*policies, self._policy().encode()])
                message = {**message, "headers": list(headers.items())}
            await send(message)

        if decision.allowed:
            return await self.app(scope, receive, send_wrapper)
        wait = max(-(-decision.retry_after // 10**9), 1)
        headers = [(b"retry-after", b"%d" % wait), (b"content-type", b"text/plain")]
        await send_wrapper({"type": "http.response.start", "status": 429, "headers": headers})
        return await send_wrapper({"type": "http.response.body", "body": b"Too Many Requests"})
