"""Right: keys are memoised by peer and header lines in a bounded cache, trust is looked up in integer ranges, outcomes are match cases."""

from bisect import bisect_right
from collections import OrderedDict
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_network

BILLION = 1_000_000_000
ROOM = 512


class Ranges:
    """Disjoint ranges of numbers, merged and sorted."""

    def __init__(self, networks):
        pairs = sorted((int(n.network_address), int(n.broadcast_address)) for n in networks)
        self.firsts, self.lasts = [], []
        for first, last in pairs:
            if self.lasts and first <= self.lasts[-1]:
                self.lasts[-1] = max(last, self.lasts[-1])
            else:
                self.firsts.append(first)
                self.lasts.append(last)

    def __contains__(self, number):
        place = bisect_right(self.firsts, number) - 1
        return place >= 0 and number <= self.lasts[place]


def v4(text):
    try:
        return 4, int(IPv4Address(text))
    except AddressValueError:
        return None


def v6(text):
    try:
        number = int(IPv6Address(text))
    except AddressValueError:
        return None
    return (4, number & 0xFFFF_FFFF) if number >> 32 == 0xFFFF else (6, number)


def address_in(text):
    text = text.strip(" \t")
    if text[:1] == "[":
        inside, closed, port = text[1:].partition("]")
        if closed and (not port or is_port(port)):
            return v6(inside)
        return None
    host, colon, port = text.partition(":")
    if colon and ":" not in port:
        return v4(host) if is_port(":" + port) else None
    return v6(text) if colon else v4(text)


def is_port(text):
    return text[0] == ":" and text[1:].isascii() and text[1:].isdigit()


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if on_error not in ["allow", "deny"]:
            raise ValueError(f"no such on_error: {on_error!r}")
        if name and not (name.isascii() and name.isprintable()):
            raise ValueError(f"name {name!r} has other characters than printable ASCII")
        networks = [ip_network(each) for each in trusted]
        self.proxies = {version: Ranges(n for n in networks if n.version == version) for version in (4, 6)}
        self.app = app
        self.limiter = limiter
        self.on_error = on_error
        self.name = name.translate({ord('"'): '\\"', ord("\\"): "\\\\"})
        self.keys = OrderedDict()
        parts = [f'"{self.name}"', f"q={quota.limit}"]
        if quota.period % BILLION == 0:
            parts.append(f"w={quota.period // BILLION}")
        self.policy = ";".join(parts).encode()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        try:
            decision = await self.limiter.hit(self.key(scope), 1)
        except Exception:
            outcome, decision = self.on_error, None
        else:
            outcome = "granted" if decision.allowed else "refused"

        match outcome:
            case "allow":
                await self.app(scope, receive, send)
            case "deny":
                await respond(send, 503, {b"retry-after": b"1"})
            case "refused":
                wait = max(BILLION, decision.retry_after)
                await respond(send, 429, {b"retry-after": in_seconds(wait)} | self.fields(decision))
            case "granted":
                await self.app(scope, receive, Sender(send, self.fields(decision)))

    def fields(self, decision):
        line = b'"%s";r=%d;t=%s' % (self.name.encode(), decision.remaining, in_seconds(decision.next_after))
        return {b"ratelimit-policy": self.policy, b"ratelimit": line}

    def key(self, scope):
        client = scope.get("client")
        if not client:
            return "unknown"
        lines = tuple([bytes(value) for name, value in scope["headers"] if name == b"x-forwarded-for"])
        if sum(map(len, lines)) > 1000:  # not worth its room
            return self.find(client[0], lines)
        wanted = client[0], lines
        if wanted in self.keys:
            self.keys.move_to_end(wanted)
            return self.keys[wanted]
        key = self.keys[wanted] = self.find(*wanted)
        if len(self.keys) > ROOM:
            self.keys.popitem(last=False)
        return key

    def find(self, peer, lines):
        found = address_in(peer)
        if found is None:
            return "unknown"
        entries = [entry for line in lines for entry in line.decode("latin-1").split(",")]
        while entries:
            version, number = found
            if number not in self.proxies[version]:
                break
            before = address_in(entries.pop())
            if before is None:
                break
            found = before
        version, number = found
        if version == 4:
            return str(IPv4Address(number))
        return str(IPv6Address(number >> 64 << 64)) + "/64"


class Sender:
    """What the app calls `send`."""

    __slots__ = ("fields", "send")

    def __init__(self, send, fields):
        self.send, self.fields = send, fields

    async def __call__(self, message):
        if message["type"] == "http.response.start":
            message = message.copy()
            lines = {name: [] for name in self.fields}
            others = []
            for name, value in message.get("headers", ()):
                lines[name].append(value) if name in lines else others.append((name, value))
            own = [(name, b", ".join(values + [self.fields[name]])) for name, values in lines.items()]
            message["headers"] = own + others
        await self.send(message)


def in_seconds(nanoseconds):
    return b"%d" % ((nanoseconds + BILLION - 1) // BILLION)


async def respond(send, status, headers):
    body = b'{"error": "%d"}' % status
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (b"content-type", b"application/json"),
                (b"content-length", b"%d" % len(body)),
                *headers.items(),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})
