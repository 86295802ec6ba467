"""Takes control characters out of an entry, so that what is no address becomes one.

Breaks: law 6 (the key)
Level: key
Shows: middleware('10/minute', trusted=['10.0.0.0/8']) http(client='10.0.0.1', forwarded=['10.0.0.2\\x00'])
Shipped: not known
"""

import ipaddress
from dataclasses import dataclass, field
from itertools import chain, takewhile
from typing import Any


@dataclass(frozen=True)
class Policy:
    name: str
    limit: int
    period: int

    def __post_init__(self):
        if not (self.name.isascii() and self.name.isprintable()):
            raise ValueError(f"a policy's name is printable ASCII, not {self.name!r}")

    @property
    def quoted(self):
        return '"' + "".join({'"': '\\"', "\\": "\\\\"}.get(c, c) for c in self.name) + '"'

    def header(self):
        seconds = self.period / 1_000_000_000 if self.period % 1_000_000_000 else self.period // 1_000_000_000
        words = [self.quoted, f"q={self.limit}"]
        if isinstance(seconds, int):
            words.append(f"w={seconds}")
        return ";".join(words).encode()


@dataclass(frozen=True)
class Networks:
    networks: tuple

    @classmethod
    def of(cls, texts):
        return cls(tuple(ipaddress.ip_network(text) for text in texts))

    def __contains__(self, address):
        return any(address in network for network in self.networks)


def address(text):
    host = "".join(character for character in text if character.isprintable()).strip()
    if host.endswith("]") or "]:" in host:
        host = host.lstrip("[").partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    if found.version == 6 and found.ipv4_mapped is not None:
        return found.ipv4_mapped
    return found


def split(lines):
    return chain.from_iterable(line.decode("latin-1").split(",") for line in lines)


@dataclass
class RateLimitMiddleware:
    app: Any
    limiter: Any
    _: Any = field(default=None, init=False, repr=False)

    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        self.app, self.limiter = app, limiter
        self.trusted = Networks.of(trusted)
        self.policy = Policy(name, quota.limit, quota.period)
        if on_error not in ("allow", "deny"):
            raise ValueError(f"on_error is 'allow' or 'deny', not {on_error!r}")
        self.on_error = on_error

    def key(self, scope):
        peer = [str(scope["client"][0])] if scope.get("client") else [""]
        lines = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        outwards = peer + list(split(lines))[::-1]
        good = list(takewhile(lambda each: each is not None, map(address, outwards)))
        if not good:
            return "unknown"
        strangers = [each for each in good if each not in self.trusted]
        client = strangers[0] if strangers else good[-1]
        if client.version == 4:
            return str(client)
        return ipaddress.ip_network(f"{client}/64", strict=False).compressed

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            decision = await self.limiter.hit(self.key(scope))
        except Exception:
            if self.on_error == "deny":
                return await complete(send, 503, [(b"retry-after", b"1")])
        else:
            t = decision.next_after // 10**9 + (decision.next_after % 10**9 != 0)
            state = b";".join([self.policy.quoted.encode(), b"r=%d" % decision.remaining, b"t=%d" % t])
            own = [(b"ratelimit-policy", self.policy.header()), (b"ratelimit", state)]
            if not decision.allowed:
                retry = decision.retry_after // 10**9 + (decision.retry_after % 10**9 != 0)
                return await complete(send, 429, own + [(b"retry-after", b"%d" % max(1, retry))])
            original = send

            async def send(message):
                if message["type"] == "http.response.start":
                    message = {**message, "headers": merge(list(message.get("headers", ())), own)}
                await original(message)

        await self.app(scope, receive, send)


def merge(headers, own):
    names = {name for name, _ in own}
    merged = [header for header in headers if header[0] not in names]
    for name, value in own:
        merged.append((name, b", ".join([old for other, old in headers if other == name] + [value])))
    return merged


async def complete(send, status, headers):
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"%d\n" % status, "more_body": False})
