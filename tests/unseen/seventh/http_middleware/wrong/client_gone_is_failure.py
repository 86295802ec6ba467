"""Wrong: sends its 429 inside of the try for the limiter; if the client is gone meanwhile, that OSError calls the app (allow) or starts a 503 (deny)."""

import ipaddress
from functools import cached_property


class Refused(Exception):
    pass


class Ticket:
    """One request on its way."""

    def __init__(self, gate, scope, send):
        self.gate, self.scope, self.send, self.fields = gate, scope, send, {}

    @cached_property
    def key(self):
        client = self.scope.get("client")
        if client is None or (address := self.gate.parse(client[0])) is None:
            return "unknown"
        entries = ",".join([v.decode("latin-1") for k, v in self.scope["headers"] if k == b"x-forwarded-for"]).split(
            ","
        )
        while entries and any(address in net for net in self.gate.nets):
            if (another := self.gate.parse(entries.pop())) is None:
                break
            address = another
        if address.version == 4:
            return str(address)
        return str(ipaddress.IPv6Network((int(address) >> 64 << 64, 64)))

    async def check(self):
        """Ask, and answer for a refused one."""
        decision = await self.gate.limiter.hit(self.key, 1)
        self.fields = self.gate.fields(decision)
        if not decision.allowed:
            seconds = max(1, -(-decision.retry_after // 10**9))
            await self.answer(429, (b"retry-after", b"%d" % seconds), *self.fields.items())
            raise Refused

    async def answer(self, status, *headers):
        await self.send({"type": "http.response.start", "status": status, "headers": [*headers]})
        await self.send({"type": "http.response.body", "body": b"", "more_body": False})

    async def forward(self, message):
        if self.fields and message["type"] == "http.response.start":
            pairs = [(k, v) for k, v in message.get("headers", ())]
            out = [pair for pair in pairs if pair[0] not in self.fields]
            for field, value in self.fields.items():
                out.append((field, b", ".join([v for k, v in pairs if k == field] + [value])))
            message = {**message, "headers": out}
        await self.send(message)


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if bytes(c for c in name.encode("utf-8") if not 0x20 <= c <= 0x7E):
            raise ValueError("name must be printable ASCII")
        if on_error not in ("allow", "deny"):
            raise ValueError("on_error must be allow or deny")
        self.app, self.limiter, self.quota, self.on_error = app, limiter, quota, on_error
        self.nets = [ipaddress.ip_network(t) for t in trusted]
        self.name = name.replace("\\", "\\\\").replace('"', '\\"')

    def fields(self, decision):
        window = f";w={self.quota.period // 10**9}" if self.quota.period % 10**9 == 0 else ""
        return {
            b"ratelimit-policy": f'"{self.name}";q={self.quota.limit}{window}'.encode(),
            b"ratelimit": f'"{self.name}";r={decision.remaining};t={-(-decision.next_after // 10**9)}'.encode(),
        }

    @staticmethod
    def parse(text):
        text = text.strip(" \t")
        if text.startswith("["):
            text = text[1:].partition("]")[0]
        elif text.count(":") == 1:
            text = text.partition(":")[0]
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return None
        if address.version == 4:
            return address
        return address.ipv4_mapped or ipaddress.IPv6Address(int(address))

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        ticket = Ticket(self, scope, send)
        try:
            await ticket.check()
        except Refused:
            return
        except Exception:
            if self.on_error == "deny":
                await ticket.answer(503, (b"retry-after", b"1"))
                return
            ticket.fields = {}
        await self.app(scope, receive, ticket.forward)
