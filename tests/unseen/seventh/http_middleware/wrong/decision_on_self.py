"""Wrong: keeps the decision on the middleware itself until the app starts its response, so of two requests at once one tells the other's numbers."""

import ipaddress
import math
from fractions import Fraction


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        self.app = app
        self.limiter = limiter
        self.networks = [ipaddress.ip_network(network) for network in trusted]
        self.name = self._quote(name)
        self.quota = quota
        if on_error not in ("allow", "deny"):
            raise ValueError(on_error)
        self.fail_open = on_error == "allow"
        self.decision = None

    @staticmethod
    def _quote(name):
        out = []
        for char in name:
            if not 0x20 <= ord(char) <= 0x7E:
                raise ValueError(f"not printable ASCII: {char!r}")
            if char in ('"', "\\"):
                out.append("\\")
            out.append(char)
        return '"' + "".join(out) + '"'

    @property
    def policy_header(self):
        window = Fraction(self.quota.period, 10**9)
        w = f";w={window}" if window.denominator == 1 else ""
        return f"{self.name};q={self.quota.limit}{w}".encode()

    @property
    def limit_header(self):
        t = math.ceil(Fraction(self.decision.next_after, 10**9))
        return f"{self.name};r={self.decision.remaining};t={t}".encode()

    @property
    def retry_after_header(self):
        return str(max(1, math.ceil(Fraction(self.decision.retry_after, 10**9)))).encode()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            self.decision = await self.limiter.hit(self.get_key(scope), 1)
        except Exception:
            if self.fail_open:
                pass
            else:
                await self.respond(send, 503, [(b"retry-after", b"1")])
                return
            limited = False
        else:
            limited = True
        if not limited:
            await self.app(scope, receive, send)
        elif not self.decision.allowed:
            own = [(b"ratelimit-policy", self.policy_header), (b"ratelimit", self.limit_header)]
            await self.respond(send, 429, [*own, (b"retry-after", self.retry_after_header)])
        else:

            async def send_wrapper(message):
                if message["type"] == "http.response.start":
                    headers = [(k, v) for k, v in message.get("headers", ())]
                    for field, value in ((b"ratelimit-policy", self.policy_header), (b"ratelimit", self.limit_header)):
                        values = [v for k, v in headers if k == field] + [value]
                        headers = [(k, v) for k, v in headers if k != field] + [(field, b", ".join(values))]
                    message = {**message, "headers": headers}
                await send(message)

            await self.app(scope, receive, send_wrapper)

    async def respond(self, send, status, headers):
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    def get_key(self, scope):
        if not scope.get("client"):
            return "unknown"
        ip = self.parse(scope["client"][0])
        if ip is None:
            return "unknown"
        chain = ",".join(v.decode("latin-1") for k, v in scope["headers"] if k == b"x-forwarded-for").split(",")
        for entry in chain[::-1]:
            if not any(ip in n for n in self.networks):
                break
            parsed = self.parse(entry)
            if parsed is None:
                break
            ip = parsed
        if ip.version == 4:
            return str(ip)
        return str(ipaddress.IPv6Network((int(ip) & (2**64 - 1) << 64, 64)))

    @staticmethod
    def parse(text):
        text = text.strip(" \t")
        if text.startswith("["):
            text = text[1:].split("]")[0]
        elif text.count(":") == 1:
            text = text.split(":")[0]
        try:
            ip = ipaddress.ip_address(text)
        except ValueError:
            return None
        return (ip.ipv4_mapped or ip) if ip.version == 6 else ip
