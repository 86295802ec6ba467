"""Right: generators and itertools walk the hops and the headers; match statements take messages apart."""

from collections import ChainMap
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from itertools import chain

OWN = (b"ratelimit-policy", b"ratelimit")


def seconds(nanoseconds):
    return -(nanoseconds // -1_000_000_000)


def texts(scope):
    """The peer, then the entries from the right."""
    yield scope["client"][0]
    lines = (value for name, value in scope["headers"] if name == b"x-forwarded-for")
    entries = chain.from_iterable(line.split(b",") for line in lines)
    yield from (entry.decode("latin-1") for entry in reversed(list(entries)))


def address_of(text):
    match text.strip(" \t").partition("]"):
        case (box, "]", tail) if box.startswith("[") and ":" in box:
            if tail and (not tail.startswith(":") or not tail[1:].isdecimal()):
                raise ValueError(text)
            host = box[1:]
        case (plain, "", ""):
            match plain.split(":"):
                case [host, port] if port.isdecimal():
                    pass
                case _:
                    host = plain
        case _:
            raise ValueError(text)
    match ip_address(host):
        case IPv4Address() as four:
            return four
        case IPv6Address(ipv4_mapped=None) as six:
            return IPv6Address(six.packed)
        case mapped:
            return mapped.ipv4_mapped


def hops(scope, trusted):
    """All addresses that were believed, the nearest first."""
    with suppress(ValueError):
        for text in texts(scope):
            address = address_of(text)
            yield address
            if not any(address in network for network in trusted):
                return


def key_of(scope, trusted):
    if scope.get("client") is None:
        return "unknown"
    match list(hops(scope, trusted)):
        case []:
            return "unknown"
        case [*_, IPv4Address() as four]:
            return format(four)
        case [*_, six]:
            return format(ip_network(f"{six}/64", strict=False))


def with_fields(headers, fields):
    pairs = [(name, value) for name, value in headers]
    yield from (pair for pair in pairs if pair[0] not in OWN)
    for own, ours in zip(OWN, fields, strict=True):
        yield own, b", ".join(chain((value for name, value in pairs if name == own), [ours]))


def complete(status, *headers):
    yield {"type": "http.response.start", "status": status, "headers": list(headers)}
    yield {"type": "http.response.body", "body": b"no"}


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if not (name.isascii() and (name.isprintable() or not name)):
            raise ValueError(f"name is not printable ASCII: {name!r}")
        match on_error:
            case "allow" | "deny":
                self.on_error = on_error
            case _:
                raise ValueError(f"on_error is unknown: {on_error!r}")
        self.app = app
        self.limiter = limiter
        self.trusted = [*map(ip_network, trusted)]
        self.name = name.translate({ord('"'): '\\"', ord("\\"): "\\\\"})
        match divmod(quota.period, 1_000_000_000):
            case (whole, 0):
                self.policy = f'"{self.name}";q={quota.limit};w={whole}'
            case _:
                self.policy = f'"{self.name}";q={quota.limit}'

    async def __call__(self, scope, receive, send):
        match scope["type"]:
            case "http":
                await self.http(scope, receive, send)
            case _:
                await self.app(scope, receive, send)

    async def http(self, scope, receive, send):
        key = key_of(scope, self.trusted)
        try:
            decision = await self.limiter.hit(key, 1)
        except Exception:
            fields = None
        else:
            limit = f'"{self.name}";r={decision.remaining};t={seconds(decision.next_after)}'
            fields = [self.policy.encode(), limit.encode()]

        async def respond(messages):
            for message in messages:
                await send(message)

        async def tell(message):
            match message:
                case {"type": "http.response.start"}:
                    headers = list(with_fields(message.get("headers", []), fields))
                    await send(dict(ChainMap({"headers": headers}, message)))
                case _:
                    await send(message)

        match (fields, self.on_error):
            case (None, "allow"):
                await self.app(scope, receive, send)
            case (None, _):
                await respond(complete(503, (b"retry-after", b"1")))
            case _ if decision.allowed:
                await self.app(scope, receive, tell)
            case _:
                wait = max(1, seconds(decision.retry_after))
                await respond(complete(429, (b"retry-after", b"%d" % wait), *zip(OWN, fields, strict=True)))
