"""Wrong: puts the address that it has found into the scope that the app gets, as uvicorn's ProxyHeadersMiddleware does; shows behind a proxy."""

import ipaddress
from typing import NamedTuple


class Seconds(int):
    """Whole seconds, made from nanoseconds and rounded up."""

    def __new__(cls, nanoseconds):
        return super().__new__(cls, nanoseconds // 1_000_000_000 + bool(nanoseconds % 1_000_000_000))


class Item(NamedTuple):
    """A structured field's string with parameters."""

    name: str
    parameters: tuple = ()

    def __and__(self, parameter):
        return self._replace(parameters=(*self.parameters, parameter))

    def __bytes__(self):
        text = self.name.replace("\\", r"\\").replace('"', r"\"")
        return (f'"{text}"' + "".join(f";{key}={value}" for key, value in self.parameters)).encode("ascii")


class Headers(tuple):
    """Pairs of bytes; `|` sets a field behind what is there already."""

    def __or__(self, field):
        name, value = field
        old = [v for n, v in self if n == name]
        rest = [pair for pair in self if pair[0] != name]
        return Headers([*rest, (name, b", ".join([*old, value]))])


class Address(NamedTuple):
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address

    @classmethod
    def read(cls, text):
        text = text.strip(" \t")
        if text.startswith("["):
            ip = cls._boxed(text)
        elif text.count(":") == 1:
            host, port = text.split(":")
            if not port.isdigit():
                raise ValueError(text)
            ip = ipaddress.IPv4Address(host)
        elif ":" in text:
            ip = ipaddress.IPv6Address(text.partition("%")[0])
        else:
            ip = ipaddress.IPv4Address(text)
        return cls(getattr(ip, "ipv4_mapped", None) or ip)

    @staticmethod
    def _boxed(text):
        inside, bracket, port = text[1:].partition("]")
        if not bracket or (port and not (port[0] == ":" and port[1:].isdigit())):
            raise ValueError(text)
        return ipaddress.IPv6Address(inside.partition("%")[0])

    def __str__(self):
        if self.ip.version == 4:
            return str(self.ip)
        return str(ipaddress.ip_network(int(self.ip)).supernet(new_prefix=64)) if int(self.ip) >> 32 else "::/64"


class Proxies:
    def __init__(self, texts):
        self.networks = {ipaddress.ip_network(text) for text in texts}

    def __contains__(self, address):
        return any(address.ip in network for network in self.networks)

    def __matmul__(self, scope):
        """Return who asks, as a key."""
        peer = scope.get("client")
        if not peer:
            return "unknown"
        try:
            address = Address.read(peer[0])
        except ValueError:
            return "unknown"
        entries = [e for n, v in scope["headers"] if n == b"x-forwarded-for" for e in v.decode("latin-1").split(",")]
        while address in self and entries:
            try:
                address = Address.read(entries.pop(-1))
            except ValueError:
                break
        return str(address)


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if set(name) - set(map(chr, range(0x20, 0x7F))):
            raise ValueError("the name of a limit is printable ASCII")
        try:
            self.status = {"allow": None, "deny": 503}[on_error]
        except KeyError:
            raise ValueError("on_error is 'allow' or 'deny'") from None
        self.app, self.limiter, self.proxies = app, limiter, Proxies(trusted)
        self.item = Item(name)
        self.policy = self.item & ("q", quota.limit)
        if not quota.period % 1_000_000_000:
            self.policy &= ("w", Seconds(quota.period))

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        key = self.proxies @ scope
        try:
            decision = await self.limiter.hit(key, 1)
        except Exception:
            if self.status is None:
                decision = None
            else:
                headers = Headers() | (b"retry-after", b"1")
                return await self.answer(send, self.status, headers)
            # The app is called below, so that it doesn't run inside of the handler.
        if decision is None:
            return await self.app(scope, receive, send)
        state = self.item & ("r", decision.remaining) & ("t", Seconds(decision.next_after))
        ours = (b"ratelimit-policy", bytes(self.policy)), (b"ratelimit", bytes(state))
        if not decision.allowed:
            wait = str(max(1, Seconds(decision.retry_after))).encode()
            return await self.answer(send, 429, Headers() | ours[0] | ours[1] | (b"retry-after", wait))

        async def passing(message):
            if message["type"] == "http.response.start":
                message = message | {"headers": list(Headers(message.get("headers", ())) | ours[0] | ours[1])}
            return await send(message)

        if key != "unknown" and scope["client"][0] != key and ":" not in key:
            scope = {**scope, "client": (key, 0)}
        return await self.app(scope, receive, passing)

    @staticmethod
    async def answer(send, status, headers):
        await send({"type": "http.response.start", "status": status, "headers": list(headers)})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
