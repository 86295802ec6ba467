"""Right: one verbose regular expression knows all forms of an address; functools.partial stands between app and server."""

import re
from functools import partial, reduce
from ipaddress import AddressValueError, IPv4Address, IPv6Address, IPv6Network, ip_network

FORM = re.compile(
    r"""[ \t]*
    (?: (?P<four>[0-9.]+) (?: : [0-9]+ )?
      | \[ (?P<boxed>[0-9A-Fa-f:.]+) (?: %[^\]]+ )? \] (?: : [0-9]+ )?
      | (?P<six>[0-9A-Fa-f:.]+) (?: %.+ )?
    )
    [ \t]*""",
    re.VERBOSE | re.DOTALL,
)


def parse(text):
    match = FORM.fullmatch(text)
    if not match:
        return None
    try:
        if match["four"]:
            return IPv4Address(match["four"])
        address = IPv6Address(match["boxed"] or match["six"])
    except AddressValueError:
        return None
    mapped = address.ipv4_mapped
    return address if mapped is None else mapped


def add_fields(headers, fields):
    """Return a new list of headers, in which each field stands once."""

    def add(pairs, field):
        name, value = field
        values = [v for n, v in pairs if n == name]
        return [(n, v) for n, v in pairs if n != name] + [(name, b", ".join(values + [value]))]

    return reduce(add, fields, list(headers))


async def start_with_fields(send, fields, message):
    if message["type"] != "http.response.start":
        return await send(message)
    return await send(dict(message, headers=add_fields(message.get("headers", []), fields)))


async def respond(send, status, headers, text):
    body = text.encode()
    headers = [*headers, (b"content-length", b"%i" % len(body)), (b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if not re.fullmatch(r"[ -~]*", name):
            raise ValueError(f"bad name: {name!r}")
        if on_error not in {"allow", "deny"}:
            raise ValueError(f"bad on_error: {on_error!r}")
        self.app, self.limiter, self.on_error = app, limiter, on_error
        self.trusted = [ip_network(each) for each in trusted]
        self.name = b'"' + re.sub(rb'[\\"]', rb"\\\g<0>", name.encode("ascii")) + b'"'
        self.policy = self.name + b";q=%d" % quota.limit
        whole, part = divmod(quota.period, 1_000_000_000)
        if not part:
            self.policy += b";w=%d" % whole

    def chain(self, scope):
        """Return the texts from the nearest to the farthest: the peer, and then what stands in the header."""
        client = scope.get("client")
        peer = [client[0]] if client else []
        lines = [v.decode("latin-1") for n, v in scope["headers"] if n == b"x-forwarded-for"]
        return peer + [entry for line in reversed(lines) for entry in reversed(line.split(","))]

    def key(self, scope):
        found = None
        for text in self.chain(scope):
            address = parse(text)
            if address is None:
                break
            found = address
            if not any(address in network for network in self.trusted):
                break
        # A header without a peer is not in question: then the first text is not the peer's.
        if found is None or not scope.get("client"):
            return "unknown"
        if found.version == 4:
            return str(found)
        return str(IPv6Network((found.packed[:8] + bytes(8), 64)))

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        key = self.key(scope)
        try:
            decision = await self.limiter.hit(key, 1)
        except Exception:
            decision = None
        if decision is None and self.on_error == "deny":
            await respond(send, 503, [(b"retry-after", b"1")], "no limiter")
            return
        if decision is None:
            await self.app(scope, receive, send)
            return
        wait = (decision.next_after + 999_999_999) // 1_000_000_000
        fields = [
            (b"ratelimit-policy", self.policy),
            (b"ratelimit", self.name + b";r=%d;t=%d" % (decision.remaining, wait)),
        ]
        if decision.allowed:
            await self.app(scope, receive, partial(start_with_fields, send, fields))
        else:
            seconds = max((decision.retry_after + 999_999_999) // 1_000_000_000, 1)
            await respond(send, 429, [(b"retry-after", b"%d" % seconds), *fields], "slow down")
