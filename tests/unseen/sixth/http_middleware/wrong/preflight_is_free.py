"""Wrong: lets OPTIONS through unasked, for the sake of CORS."""

import re
from contextlib import suppress
from functools import partial
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from itertools import chain

FORMS = re.compile(
    r"""(?:
        (?P<four>[0-9.]+)(?::[0-9]+)?
      | \[(?P<inside>[^\[\]%]*:[^\[\]%]*)(?:%[^\[\]]+)?\](?::[0-9]+)?
      | (?P<six>[^\[\]%]*:[^\[\]%]*)(?:%[^\[\]]+)?
    )""",
    re.VERBOSE,
)


def read(text):
    match = FORMS.fullmatch(text.strip(" \t"))
    if match:
        with suppress(ValueError):
            address = ip_address(match["four"] or match["inside"] or match["six"])
            return getattr(address, "ipv4_mapped", None) or address
    return None


def entries_from_the_right(headers):
    lines = (value for name, value in reversed(headers) if name == b"x-forwarded-for")
    return chain.from_iterable(reversed(line.decode("latin-1").split(",")) for line in lines)


def client_of(peer, is_trusted, entries):
    here = peer
    for entry in entries:
        if not is_trusted(here):
            return here
        there = read(entry)
        if there is None:
            return here
        here = there
    return here


def key_of(address):
    match address:
        case None:
            return "unknown"
        case IPv4Address():
            return str(address)
        case IPv6Address():
            return str(IPv6Network((address.packed[:8] + bytes(8), 64)))


def up(nanoseconds):
    whole, part = divmod(nanoseconds, 1_000_000_000)
    return whole + (part > 0)


def escaped(name):
    return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'


def merged(headers, own):
    headers = [tuple(pair) for pair in headers]
    yield from (pair for pair in headers if pair[0] not in own)
    for name, value in own.items():
        yield name, b", ".join(chain((v for n, v in headers if n == name), [value]))


async def forward(send, own, message):
    if message["type"] == "http.response.start":
        message = message | {"headers": list(merged(message.get("headers") or (), own))}
    await send(message)


async def reply(send, status, headers):
    text = b"slow down\n" if status == 429 else b"try again\n"
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if re.fullmatch(r"[\x20-\x7e]*", name) is None:
            raise ValueError("name has a character that is not printable ASCII")
        if on_error != "allow" and on_error != "deny":
            raise ValueError(f"on_error: {on_error!r}")
        networks = tuple(map(ip_network, trusted))
        by_kind = {
            IPv4Address: [n for n in networks if isinstance(n, IPv4Network)],
            IPv6Address: [n for n in networks if isinstance(n, IPv6Network)],
        }
        self.is_trusted = lambda address: any(address in network for network in by_kind[type(address)])
        self.app, self.limiter, self.on_error = app, limiter, on_error
        self.name = escaped(name)
        window = f";w={quota.period // 10**9}" if not quota.period % 10**9 else ""
        self.policy = f"{self.name};q={quota.limit}{window}".encode("ascii")

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or scope.get("method") == "OPTIONS":
            return await self.app(scope, receive, send)
        peer = scope.get("client") or [""]
        address = read(peer[0])
        if address is not None:
            address = client_of(address, self.is_trusted, entries_from_the_right(scope["headers"]))
        try:
            decision = await self.limiter.hit(key_of(address), 1)
        except Exception:
            known = False
        else:
            known = True
        if not known:
            if self.on_error == "deny":
                return await reply(send, 503, [(b"retry-after", b"1")])
            return await self.app(scope, receive, send)
        own = {
            b"ratelimit-policy": self.policy,
            b"ratelimit": f"{self.name};r={decision.remaining};t={up(decision.next_after)}".encode("ascii"),
        }
        if decision.allowed:
            return await self.app(scope, receive, partial(forward, send, own))
        wait = max(up(decision.retry_after), 1)
        return await reply(send, 429, [*own.items(), (b"retry-after", str(wait).encode())])
