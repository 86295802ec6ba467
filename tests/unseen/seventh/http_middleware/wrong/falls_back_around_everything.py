"""Wrong: one try around limiter and app, so an exception of the app counts as a failure of the limiter and the app is called again."""

import ipaddress


def parse_ip(value):
    value = value.strip(" \t")
    if value.startswith("[") and "]" in value:
        value = value[1 : value.index("]")]
    elif value.count(":") == 1:
        value, port = value.split(":")
        if not port.isdigit():
            return None
    try:
        ip = ipaddress.ip_address(value)
    except ValueError:
        return None
    if ip.version == 6:
        return ip.ipv4_mapped or ipaddress.ip_address(ip.packed)
    return ip


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if not all(" " <= c <= "~" for c in name):
            raise ValueError("name must be printable ASCII")
        if on_error not in ("allow", "deny"):
            raise ValueError("on_error must be allow or deny")
        self.app = app
        self.limiter = limiter
        self.trusted = [ipaddress.ip_network(t) for t in trusted]
        self.on_error = on_error
        self.name = name.replace("\\", "\\\\").replace('"', '\\"')
        self.quota = quota

    def is_trusted(self, ip):
        return any(ip in net for net in self.trusted)

    def client_key(self, scope):
        client = scope.get("client")
        ip = parse_ip(client[0]) if client else None
        if ip is None:
            return "unknown"
        forwarded = []
        for k, v in scope["headers"]:
            if k == b"x-forwarded-for":
                forwarded.extend(v.decode("latin-1").split(","))
        while forwarded and self.is_trusted(ip):
            previous = parse_ip(forwarded.pop())
            if previous is None:
                break
            ip = previous
        if ip.version == 6:
            return str(ipaddress.ip_network((ip, 64), strict=False))
        return str(ip)

    def rate_headers(self, decision):
        policy = f'"{self.name}";q={self.quota.limit}'
        if self.quota.period % 10**9 == 0:
            policy += f";w={self.quota.period // 10**9}"
        limit = f'"{self.name}";r={decision.remaining};t={-(-decision.next_after // 10**9)}'
        return {b"ratelimit-policy": policy.encode(), b"ratelimit": limit.encode()}

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        try:
            decision = await self.limiter.hit(self.client_key(scope), 1)
            extra = self.rate_headers(decision)
            if not decision.allowed:
                retry = max(1, -(-decision.retry_after // 10**9))
                headers = [(b"retry-after", str(retry).encode()), *extra.items()]
                await send({"type": "http.response.start", "status": 429, "headers": headers})
                await send({"type": "http.response.body", "body": b"Too many requests"})
                return

            async def send_with_headers(message):
                if message["type"] == "http.response.start":
                    old = list(message.get("headers", []))
                    new = [h for h in old if h[0] not in extra]
                    for k, v in extra.items():
                        new.append((k, b", ".join([ov for ok, ov in old if ok == k] + [v])))
                    message = {**message, "headers": new}
                await send(message)

            await self.app(scope, receive, send_with_headers)
        except Exception:
            # Limiter down
            if self.on_error == "allow":
                await self.app(scope, receive, send)
            else:
                await send({"type": "http.response.start", "status": 503, "headers": [(b"retry-after", b"1")]})
                await send({"type": "http.response.body", "body": b"Service unavailable"})
