"""Right: one object per request is a state machine (asking, passing, answered) and stands in for `send`."""

import enum
import ipaddress
from collections import defaultdict
from typing import NamedTuple


class State(enum.Enum):
    ASKING = enum.auto()
    PASSING = enum.auto()
    COUNTED = enum.auto()
    ANSWERED = enum.auto()


class Settings(NamedTuple):
    app: object
    limiter: object
    trusted: "Prefixes"
    quoted: bytes
    policy: bytes
    deny: bool


class Prefixes:
    """Networks by version and length of prefix: a lookup per length, not one per network."""

    def __init__(self, texts):
        self.prefixes = defaultdict(set)
        for text in texts:
            net = ipaddress.ip_network(text)
            shift = net.max_prefixlen - net.prefixlen
            self.prefixes[net.version, shift].add(int(net.network_address) >> shift)

    def __contains__(self, address):
        number = int(address)
        return any(
            version == address.version and number >> shift in starts
            for (version, shift), starts in self.prefixes.items()
        )


def to_address(text):
    text = text.strip("\t ")
    if text.startswith("[") and "]" in text:
        text = text[1 : text.index("]")]
    elif text.count(".") == 3 and text.count(":") == 1:
        text, port = text.split(":")
        if not port.isdigit():
            return None
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped or ipaddress.IPv6Address(address.packed)
    return address


class Exchange:
    __slots__ = ("settings", "scope", "receive", "send", "state", "decision")

    def __init__(self, settings, scope, receive, send):
        self.settings = settings
        self.scope, self.receive, self.send = scope, receive, send
        self.state = State.ASKING if scope["type"] == "http" else State.PASSING
        self.decision = None

    async def run(self):
        if self.state is State.ASKING:
            self.state = await self.ask()
        if self.state is State.PASSING:
            await self.settings.app(self.scope, self.receive, self.send)
        elif self.state is State.COUNTED:
            await self.settings.app(self.scope, self.receive, self.tell)
        else:
            await self.answer()

    async def ask(self):
        key = self.key()
        try:
            self.decision = await self.settings.limiter.hit(key, 1)
        except Exception:
            return State.ANSWERED if self.settings.deny else State.PASSING
        return State.COUNTED if self.decision.allowed else State.ANSWERED

    def key(self):
        if self.scope.get("client") is None:
            return "unknown"
        address = to_address(self.scope["client"][0])
        if address is None:
            return "unknown"
        entries = []
        for name, value in self.scope["headers"]:
            if name == b"x-forwarded-for":
                entries += value.split(b",")
        for entry in reversed(entries):
            if address not in self.settings.trusted:
                break
            previous = to_address(entry.decode("latin-1"))
            if previous is None:
                break
            address = previous
        if address.version == 6:
            return str(ipaddress.ip_network(address.packed[:8] + bytes(8)).supernet(new_prefix=64))
        return str(address)

    def fields(self):
        wait = -(self.decision.next_after // -(10**9))
        return {
            b"ratelimit-policy": self.settings.policy,
            b"ratelimit": b"%b;r=%d;t=%d" % (self.settings.quoted, self.decision.remaining, wait),
        }

    async def tell(self, message):
        if message["type"] == "http.response.start":
            fields = self.fields()
            headers = []
            found = {name: b"" for name in fields}
            for pair in message.get("headers", ()):
                if pair[0] in found:
                    found[pair[0]] += pair[1] + b", "
                else:
                    headers.append(pair)
            headers += [(name, found[name] + value) for name, value in fields.items()]
            message = {**message, "headers": headers}
        await self.send(message)

    async def answer(self):
        if self.decision is None:
            status, headers = 503, [(b"retry-after", b"1")]
        else:
            wait = max(1, -(self.decision.retry_after // -(10**9)))
            status, headers = 429, [(b"retry-after", str(wait).encode()), *self.fields().items()]
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": b"", "more_body": False})


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        match on_error:
            case "allow" | "deny":
                pass
            case _:
                raise ValueError(f"on_error: {on_error!r}")
        if not all(" " <= char <= "~" for char in name):
            raise ValueError(f"name: {name!r}")
        quoted = b'"' + name.encode().replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
        seconds, rest = divmod(quota.period, 10**9)
        policy = b"%b;q=%d" % (quoted, quota.limit)
        if rest == 0:
            policy += b";w=%d" % seconds
        self.settings = Settings(app, limiter, Prefixes(trusted), quoted, policy, on_error == "deny")

    async def __call__(self, scope, receive, send):
        await Exchange(self.settings, scope, receive, send).run()
