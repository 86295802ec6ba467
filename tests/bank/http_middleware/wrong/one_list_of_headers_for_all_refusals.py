"""Fills one list with the headers of each refusal, which the server may still have when the next one comes.

Breaks: law 8 (many at once)
Level: many
Shows: middleware('10/minute') http(limiter=refused(1000000000)) http(client='192.0.2.7', limiter=refused(1500000000)) turns(2)
Shipped: not known
"""

import ipaddress

BILLION = 10**9


def pair(text):
    """Return (version, number) of an address, or None."""
    text = text.strip(" \t")
    if text[:1] == "[" and "]" in text:
        text = text[1 : text.index("]")]
    elif text.count(":") == 1 and "." in text:
        text = text[: text.index(":")]
    if "%" in text:
        text = text[: text.index("%")]
    for version, kind in ((4, ipaddress.IPv4Address), (6, ipaddress.IPv6Address)):
        try:
            number = int(kind(text))
        except ValueError:
            continue
        if version == 6 and number >> 32 == 0xFFFF:
            return 4, number & 0xFFFFFFFF
        return version, number
    return None


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if on_error != "allow" and on_error != "deny":
            raise ValueError(on_error)
        for c in name:
            if not 32 <= ord(c) <= 126:
                raise ValueError(name)
        self.ranges = []
        for text in trusted:
            network = ipaddress.ip_network(text)
            self.ranges.append((network.version, int(network[0]), int(network[-1])))
        quoted = "".join("\\" + c if c in '"\\' else c for c in name)
        self.prefix = f'"{quoted}"'
        self.policy = f"{self.prefix};q={quota.limit}"
        if not quota.period % BILLION:
            self.policy = f"{self.policy};w={quota.period // BILLION}"
        self.pairs = []
        self.app, self.limiter, self.on_error = app, limiter, on_error

    def trusts(self, version, number):
        for its, low, high in self.ranges:
            if its == version and low <= number <= high:
                return True
        return False

    def key(self, scope):
        client = scope.get("client")
        if not client:
            return "unknown"
        here = pair(client[0])
        if here is None:
            return "unknown"
        text = ",".join(value.decode("latin1") for name, value in scope["headers"] if name == b"x-forwarded-for")
        rest = text
        while self.trusts(*here):
            rest, comma, last = rest.rpartition(",")
            there = pair(last)
            if there is None:
                break
            here = there
            if not comma:
                break
        version, number = here
        if version == 4:
            return str(ipaddress.IPv4Address(number))
        return f"{ipaddress.IPv6Address(number - number % 2**64)}/64"

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        key = self.key(scope)
        try:
            decision = await self.limiter.hit(key, cost=1)
        except Exception:
            decision = None
        if decision is None and self.on_error == "allow":
            await self.app(scope, receive, send)
            return
        if decision is None:
            await self.answer(send, 503, {"retry-after": "1"})
            return
        headers = {
            "ratelimit-policy": self.policy,
            "ratelimit": f"{self.prefix};r={decision.remaining};t={-(decision.next_after // -BILLION)}",
        }
        if not decision.allowed:
            headers["retry-after"] = str(max(1, -(decision.retry_after // -BILLION)))
            await self.answer(send, 429, headers)
            return

        async def wrapped(message):
            if message["type"] == "http.response.start":
                message = self.with_headers(message, headers)
            await send(message)

        await self.app(scope, receive, wrapped)

    @staticmethod
    def with_headers(message, own):
        values, kept = {name: value for name, value in own.items()}, []
        inner = {name: [] for name in own}
        for name, value in message.get("headers", ()):
            text = name.decode("latin1").lower()
            if text in inner:
                inner[text].append(value.decode("latin1"))
            else:
                kept.append((name, value))
        added = [(name.encode(), ", ".join(inner[name] + [values[name]]).encode("latin1")) for name in own]
        return {**message, "headers": added + kept}

    async def answer(self, send, status, headers):
        self.pairs.clear()
        self.pairs += [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": self.pairs})
        await send({"type": "http.response.body", "body": b"Too many", "more_body": True})
        await send({"type": "http.response.body", "body": b" requests", "more_body": False})
