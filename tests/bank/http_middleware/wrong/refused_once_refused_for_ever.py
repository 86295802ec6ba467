"""Remembers a refused key, and never asks for it again.

Breaks: law 2 (asked once, before the app)
Level: refuse
Shows: middleware('10/minute') http(limiter=refused(1000000000)) http()
Shipped: not known
"""

import ipaddress

G = 1_000_000_000


def up(ns):
    whole, part = divmod(ns, G)
    return whole + bool(part)


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if name.encode("ascii", "replace").decode() != name or any(ord(c) < 32 or ord(c) == 127 for c in name):
            raise ValueError("not a name: %r" % name)
        if on_error not in ["allow", "deny"]:
            raise ValueError("not a choice: %r" % on_error)
        self.app = app
        self.limiter = limiter
        self.deny = on_error == "deny"
        self.refused = {}
        self.nets4 = [n for n in map(ipaddress.ip_network, trusted) if n.version == 4]
        self.nets6 = [n for n in map(ipaddress.ip_network, trusted) if n.version == 6]
        self.name = name.translate({34: '\\"', 92: "\\\\"})
        self.policy = '"%s";q=%d' % (self.name, quota.limit)
        if quota.period == quota.period // G * G:
            self.policy += ";w=%d" % (quota.period // G)

    def __call__(self, scope, receive, send):
        return self.serve(scope, receive, send) if scope["type"] == "http" else self.app(scope, receive, send)

    async def serve(self, scope, receive, send):
        decision, error = None, None
        try:
            key = self.who_asks(scope)
            decision = self.refused[key] if key in self.refused else await self.limiter.hit(key, 1)
            if not decision.allowed:
                self.refused[key] = decision
        except Exception as failure:
            error = failure
        if error is not None and self.deny:
            await self.reply(send, 503, [[b"retry-after", b"1"]])
            return
        if error is None:
            fields = [
                [b"ratelimit-policy", self.policy.encode()],
                [b"ratelimit", ('"%s";r=%d;t=%d' % (self.name, decision.remaining, up(decision.next_after))).encode()],
            ]
            if not decision.allowed:
                fields.insert(0, [b"retry-after", b"%d" % max(1, up(decision.retry_after))])
                await self.reply(send, 429, fields)
                return
            send = self.adding(send, fields)
        await self.app(scope, receive, send)

    def adding(self, send, fields):
        async def add(message):
            if message["type"] == "http.response.start":
                message = message.copy()
                headers = [list(header) for header in message.get("headers", [])]
                for name, value in fields:
                    same = [header for header in headers if header[0] == name]
                    joined = b", ".join([header[1] for header in same] + [value])
                    headers = [header for header in headers if header[0] != name] + [[name, joined]]
                message["headers"] = headers
            return await send(message)

        return add

    async def reply(self, send, status, headers):
        start = {"type": "http.response.start", "status": status}
        start["headers"] = headers + [[b"content-length", b"0"]]
        await send(start)
        await send({"type": "http.response.body", "body": b""})

    def who_asks(self, scope):
        peer = scope.get("client")
        address = self.parse(peer[0]) if peer is not None else None
        if address is None:
            return "unknown"
        forwarded = [v for k, v in scope["headers"] if k == b"x-forwarded-for"]
        entries = b",".join(forwarded).split(b",")
        at = len(entries) - 1
        while at >= 0 and self.ours(address):
            closer = self.parse(entries[at].decode("latin-1"))
            if closer is None:
                break
            address, at = closer, at - 1
        if address.version == 4:
            return "%s" % address
        return "%s" % ipaddress.IPv6Network((address, 64), strict=False)

    def ours(self, address):
        return any(address in net for net in (self.nets4 if address.version == 4 else self.nets6))

    def parse(self, text):
        text = text.strip()
        if text.startswith("["):
            end = text.find("]")
            text = text[1:end]
        elif text.count(".") == 3 and text.count(":") == 1:
            text = text.split(":")[0]
        zone = text.find("%")
        if zone > 0:
            text = text[:zone]
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return None
        mapped = address.version == 6 and address.ipv4_mapped
        return mapped if mapped else address
