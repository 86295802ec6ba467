"""Wrong: caches the key by peer and the first x-forwarded-for line, for speed; shows when only a second line differs."""

import ipaddress
import math
from fractions import Fraction

SECOND = 10**9
MAPPED = 0xFFFF << 32


def _number(text):
    """Return (32, number) or (128, number), or None."""
    text = text.strip(" \t")
    size = len(text)
    host = text
    boxed = size > 0 and text[0] == "["
    if boxed:
        at = 1
        while at < size and text[at] != "]":
            at += 1
        if at == size:
            return None
        host, port = text[1:at], text[at + 1 :]
        if port != "" and (port[0] != ":" or not port[1:].isdigit()):
            return None
    else:
        colons = [i for i in range(size) if text[i] == ":"]
        if len(colons) == 1:
            host, port = text[: colons[0]], text[colons[0] + 1 :]
            if not port.isdigit():
                return None
    try:
        parsed = ipaddress.ip_address(host)
    except ValueError:
        return None
    if parsed.version == 4:
        return None if boxed else (32, int(parsed))
    number = int(parsed)
    if number >> 32 == MAPPED >> 32:
        return 32, number & 0xFFFFFFFF
    return 128, number


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if sum(1 for c in name if ord(c) < 0x20 or ord(c) > 0x7E):
            raise ValueError("name")
        if not (on_error == "allow" or on_error == "deny"):
            raise ValueError("on_error")
        self._nets = []
        for text in trusted:
            network = ipaddress.ip_network(text)
            self._nets.append((network.max_prefixlen, int(network.netmask), int(network.network_address)))
        self._app = app
        self._hit = limiter.hit
        self._open = on_error == "allow"
        safe = ""
        for c in name:
            if c == "\\" or c == '"':
                safe += "\\"
            safe += c
        self._name = safe
        self._quota = quota
        self._cache = {}

    def _is_proxy(self, address):
        bits, number = address
        for width, mask, base in self._nets:
            if width == bits and number & mask == base:
                return True
        return False

    def _who(self, scope):
        client = scope["client"] if "client" in scope else None
        if client is None:
            return "unknown"
        address = _number(client[0])
        if address is None:
            return "unknown"
        whole = b",".join([pair[1] for pair in scope["headers"] if pair[0] == b"x-forwarded-for"])
        end = len(whole)
        while end >= 0 and self._is_proxy(address):
            comma = whole.rfind(b",", 0, end)  # -1: the first entry
            entry = _number(whole[comma + 1 : end].decode("iso-8859-1"))
            if entry is None:
                break
            address = entry
            end = comma
        bits, number = address
        if bits == 32:
            return ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
        return ipaddress.IPv6Address(number - number % 2**64).compressed + "/64"

    def _lines(self, decision):
        policy = '"%s";q=%d' % (self._name, self._quota.limit)
        window = Fraction(self._quota.period, SECOND)
        if window.denominator == 1:
            policy += ";w=%d" % window
        state = '"%s";r=%d;t=%d' % (self._name, decision.remaining, math.ceil(Fraction(decision.next_after, SECOND)))
        return policy.encode(), state.encode()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        first = next((value for name, value in scope["headers"] if name == b"x-forwarded-for"), b"")
        peer = (scope.get("client") or (None,))[0]
        who = self._cache.get((peer, first))
        if who is None:
            if len(self._cache) > 4096:
                self._cache.clear()
            who = self._cache[peer, first] = self._who(scope)
        try:
            decision = await self._hit(who, 1)
        except Exception:
            if not self._open:
                decision = False
            else:
                decision = True
        if decision is True:
            await self._app(scope, receive, send)
            return
        if decision is False:
            await self._finish(send, 503, [(b"retry-after", b"1")], b"unavailable")
            return
        policy, state = self._lines(decision)
        if not decision.allowed:
            wait = math.ceil(Fraction(decision.retry_after, SECOND))
            if wait < 1:
                wait = 1
            headers = [(b"ratelimit", state), (b"ratelimit-policy", policy), (b"retry-after", b"%d" % wait)]
            await self._finish(send, 429, headers, b"too many")
            return

        async def forward(message):
            if message["type"] == "http.response.start":
                out = []
                p = b""
                s = b""
                for key, value in message.get("headers", ()):
                    if key == b"ratelimit-policy":
                        p += value + b", "
                    elif key == b"ratelimit":
                        s += value + b", "
                    else:
                        out.append((key, value))
                out.append((b"ratelimit", s + state))
                out.append((b"ratelimit-policy", p + policy))
                new = {}
                for key in message:
                    new[key] = message[key]
                new["headers"] = out
                message = new
            await send(message)

        await self._app(dict(scope), receive, forward)

    async def _finish(self, send, status, headers, text):
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": text, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
