"""Takes it for a failure of the limiter if the client is gone while its own 429 is sent, and calls the app.

Breaks: law 7 (the limiter fails)
Level: failure
Shows: middleware('10/minute') http(limiter=refused(1000000000), gone=1)
Shipped: not known
"""

import ipaddress
import re

NS = 1_000_000_000
HOST_PORT = re.compile(r"^(?:\[([^\]]+)\]|([^:\[\]]+))(?::\d+)?$")


def ceil_seconds(ns):
    return ns // NS + (ns % NS > 0)


class Sender:
    def __init__(self, send, policy, state):
        self._send = send
        self._own = {b"ratelimit-policy": policy, b"ratelimit": state}

    async def __call__(self, message):
        if message["type"] != "http.response.start":
            await self._send(message)
            return
        own, headers = {name: [] for name in self._own}, []
        for name, value in message.get("headers", []):
            if name in own:
                own[name].append(value)
            else:
                headers.append((name, value))
        for name, values in own.items():
            headers.append((name, b", ".join(values + [self._own[name]])))
        copy = dict(message)
        copy["headers"] = headers
        await self._send(copy)

    async def whole(self, status, *headers):
        text = b'{"title": "slow down"}'
        await self._send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [
                    (b"content-type", b"application/json"),
                    (b"content-length", b"%d" % len(text)),
                    *self._own.items(),
                    *headers,
                ],
            }
        )
        await self._send({"type": "http.response.body", "body": text})


class Client:
    def __init__(self, networks):
        self.networks = networks

    def of(self, scope):
        chain = []
        for name, value in scope["headers"]:
            if name == b"x-forwarded-for":
                chain.extend(value.decode("iso-8859-1").split(","))
        chain.append(str((scope.get("client") or [None])[0]))
        found = None
        while chain:
            address = self.parse(chain.pop())
            if address is None:
                break
            found = address
            if not any(found in network for network in self.networks):
                break
        if found is None:
            return "unknown"
        if found.version == 4:
            return found.compressed
        high = int(found) >> 64
        return ipaddress.IPv6Address(high << 64).compressed + "/64"

    @staticmethod
    def parse(text):
        text = text.strip()
        match = HOST_PORT.match(text)
        if match:
            text = match.group(1) or match.group(2)
        text, _, _ = text.partition("%")
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return None
        return getattr(address, "ipv4_mapped", None) or address


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if re.search(r"[^\x20-\x7e]", name):
            raise ValueError("the name must be printable ASCII")
        if on_error == "allow":
            self.closed = False
        elif on_error == "deny":
            self.closed = True
        else:
            raise ValueError("on_error must be allow or deny")
        self.app, self.limiter = app, limiter
        self.client = Client([ipaddress.ip_network(network) for network in trusted])
        self.name = '"%s"' % re.sub(r'(["\\])', r"\\\1", name)
        seconds, rest = divmod(quota.period, NS)
        self.policy = (f"{self.name};q={quota.limit}" + ("" if rest else f";w={seconds}")).encode()

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            await self.http(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def http(self, scope, receive, send):
        failed = False
        try:
            decision = await self.limiter.hit(self.client.of(scope), 1)
            wait = max(ceil_seconds(decision.retry_after), 1)
            state = f"{self.name};r={decision.remaining};t={ceil_seconds(decision.next_after)}".encode()
            sender = Sender(send, self.policy, state)
            if not decision.allowed:
                return await sender.whole(429, (b"retry-after", b"%d" % wait))
        except Exception:
            failed = True
        if failed and self.closed:
            await send({"type": "http.response.start", "status": 503, "headers": [(b"retry-after", b"1")]})
            await send({"type": "http.response.body", "body": b"try again"})
        elif failed:
            await self.app(scope, receive, send)
        else:
            await self.app(scope, receive, sender)
