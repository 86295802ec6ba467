"""Drops ports and brackets from entries, but not from the peer, which servers give without them.

Breaks: law 6 (the key)
Level: key
Shows: middleware('10/minute') http(client='192.0.2.7:8')
Shipped: not known
"""

import ipaddress
from collections.abc import Iterator
from math import ceil
from fractions import Fraction

SECOND = 1_000_000_000


def hops(scope) -> Iterator[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    peer = scope.get("client")
    texts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    outwards = [peer[0] if peer else ""]
    for text in reversed(texts):
        outwards.extend(reversed(text.split(",")))
    for number, text in enumerate(outwards):
        bare = text.strip()
        if number == 0:
            pass
        elif bare.startswith("[") and "]" in bare:
            bare = bare[1 : bare.rindex("]")]
        elif bare.count(":") == 1:
            bare, _, _ = bare.partition(":")
        try:
            address = ipaddress.ip_address(bare.partition("%")[0])
        except ValueError:
            return
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        yield address


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        name.encode("ascii")  # a UnicodeError is a ValueError
        if not name.isprintable():
            raise ValueError("a name is printable")
        self.on_failure = {"allow": self.let_pass, "deny": self.unavailable}.get(on_error)
        if self.on_failure is None:
            raise ValueError("on_error is allow or deny")
        self.app = app
        self.limiter = limiter
        self.trusted = [ipaddress.ip_network(each) for each in trusted]
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        self.item = f'"{escaped}"'
        window = Fraction(quota.period, SECOND)
        self.policy = f"{self.item};q={quota.limit}" + (f";w={window}" if window.denominator == 1 else "")

    async def __call__(self, scope, receive, send):
        match scope["type"]:
            case "http":
                await self.limited(scope, receive, send)
            case _:
                await self.app(scope, receive, send)

    async def limited(self, scope, receive, send):
        try:
            decision = await self.limiter.hit(self.who(scope), 1)
        except Exception:
            answer = self.on_failure
        else:
            answer = self.granted(decision) if decision.allowed else self.refused(decision)
        await answer(scope, receive, send)

    def who(self, scope):
        found = None
        for found in hops(scope):
            if not any(found in network for network in self.trusted):
                break
        if found is None:
            return "unknown"
        if isinstance(found, ipaddress.IPv4Address):
            return str(found)
        return str(ipaddress.IPv6Interface((int(found), 64)).network)

    def fields(self, decision):
        t = ceil(Fraction(decision.next_after, SECOND))
        return {
            b"ratelimit-policy": self.policy.encode(),
            b"ratelimit": f"{self.item};r={decision.remaining};t={t}".encode(),
        }

    def granted(self, decision):
        fields = self.fields(decision)

        async def call(scope, receive, send):
            async def sends(message):
                await send(started(message, fields) if message["type"] == "http.response.start" else message)

            await self.app(scope, receive, sends)

        return call

    def refused(self, decision):
        seconds = max(1, ceil(Fraction(decision.retry_after, SECOND)))

        async def call(scope, receive, send):
            await respond(send, 429, {**self.fields(decision), b"retry-after": b"%d" % seconds})

        return call

    async def let_pass(self, scope, receive, send):
        await self.app(scope, receive, send)

    async def unavailable(self, scope, receive, send):
        await respond(send, 503, {b"retry-after": b"1"})


def started(message, fields):
    rest = dict(fields)
    headers = []
    for name, value in message.get("headers", ()):
        if name in fields:
            before = headers_index(headers, name)
            if before is None:
                headers.append((name, value))
            else:
                headers[before] = (name, headers[before][1] + b", " + value)
        else:
            headers.append((name, value))
    for name, value in rest.items():
        place = headers_index(headers, name)
        if place is None:
            headers.append((name, value))
        else:
            headers[place] = (name, headers[place][1] + b", " + value)
    return {**message, "headers": headers}


def headers_index(headers, name):
    return next((n for n, (other, _) in enumerate(headers) if other == name), None)


async def respond(send, status, headers):
    await send({"type": "http.response.start", "status": status, "headers": tuple(headers.items())})
    await send({"type": "http.response.body"})
