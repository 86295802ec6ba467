"""Right: a port from Go: errors as values, a prefix type of integers, a header type with Values and Set; addresses parsed by hand."""

import ipaddress
from dataclasses import dataclass

SECOND = 1000 * 1000 * 1000


@dataclass(frozen=True)
class Addr:
    bits: int  # 32 or 128
    value: int

    def unmap(self):
        if self.bits == 128 and self.value >> 32 == 0xFFFF:
            return Addr(32, self.value & 0xFFFFFFFF)
        return self

    def key(self):
        if self.bits == 32:
            return str(ipaddress.IPv4Address(self.value))
        return f"{ipaddress.IPv6Address(self.value & ~((1 << 64) - 1))}/64"


@dataclass(frozen=True)
class Prefix:
    addr: Addr
    length: int

    def contains(self, ip):
        if ip.bits != self.addr.bits:
            return False
        shift = ip.bits - self.length
        return ip.value >> shift == self.addr.value >> shift


class Header:
    """An ordered multimap of lower-case names."""

    def __init__(self, pairs=()):
        self.pairs = [(pair[0], pair[1]) for pair in pairs]

    def values(self, name):
        return [v for n, v in self.pairs if n == name]

    def set(self, name, value):
        self.pairs = [(n, v) for n, v in self.pairs if n != name]
        self.pairs.append((name, value))

    def append_to_list(self, name, value):
        self.set(name, b", ".join([*self.values(name), value]))


def parse_addr(s):
    """Return (Addr, ok)."""
    try:
        ip = ipaddress.ip_address(s)
    except ValueError:
        return None, False
    return Addr(ip.max_prefixlen, int(ip)).unmap(), True


def parse_prefix(s):
    network = ipaddress.ip_network(s)
    return Prefix(Addr(network.max_prefixlen, int(network.network_address)), network.prefixlen)


def all_digits(s):
    return s != "" and all(c in "0123456789" for c in s)


def parse_host(s):
    """Return (Addr, ok) of a host with or without a port, as net.SplitHostPort reads it."""
    s = s.strip(" \t")
    addr, ok = parse_addr(s)
    if ok:
        return addr, True
    if s[:1] == "[":
        end = s.find("]")
        if end < 0:
            return None, False
        tail = s[end + 1 :]
        if tail != "" and not (tail[0] == ":" and all_digits(tail[1:])):
            return None, False
        host = s[1:end]
        if ":" not in host:
            return None, False
        return parse_addr(host)
    colon = s.rfind(":")
    if colon >= 0 and ":" not in s[:colon] and all_digits(s[colon + 1 :]):
        return parse_addr(s[:colon])
    return None, False


def ceil_seconds(d):
    return (d + SECOND - 1) // SECOND


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        for c in name:
            if c < " " or c > "~":
                raise ValueError(f"invalid character {c!r} in name")
        if on_error == "allow":
            self.fail_open = True
        elif on_error == "deny":
            self.fail_open = False
        else:
            raise ValueError(f"unknown on_error {on_error!r}")
        self.next = app
        self.limiter = limiter
        self.prefixes = [parse_prefix(s) for s in trusted]
        quoted = ""
        for c in name:
            if c == '"' or c == "\\":
                quoted += "\\"
            quoted += c
        self.quoted = f'"{quoted}"'
        self.policy = f"{self.quoted};q={quota.limit}"
        if quota.period % SECOND == 0:
            self.policy += f";w={quota.period // SECOND}"

    def is_trusted(self, ip):
        for prefix in self.prefixes:
            if prefix.contains(ip):
                return True
        return False

    def client_ip(self, scope):
        client = scope.get("client")
        if client is None:
            return None, False
        ip, ok = parse_host(client[0])
        if not ok:
            return None, False
        chain = []
        for line in Header(scope["headers"]).values(b"x-forwarded-for"):
            chain += str(line, "latin-1").split(",")
        i = len(chain) - 1
        while i >= 0 and self.is_trusted(ip):
            hop, ok = parse_host(chain[i])
            if not ok:
                break
            ip = hop
            i -= 1
        return ip, True

    async def ask(self, key):
        """Return (decision, err)."""
        try:
            return await self.limiter.hit(key, 1), None
        except Exception as err:
            return None, err

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.next(scope, receive, send)
            return
        ip, ok = self.client_ip(scope)
        decision, err = await self.ask(ip.key() if ok else "unknown")
        if err is not None and self.fail_open:
            await self.next(scope, receive, send)
            return
        if err is not None:
            header = Header()
            header.set(b"retry-after", b"1")
            await self.write(send, 503, header, "rate limiter unavailable\n")
            return

        def set_fields(header):
            value = f"{self.quoted};r={decision.remaining};t={ceil_seconds(decision.next_after)}"
            header.append_to_list(b"ratelimit-policy", self.policy.encode())
            header.append_to_list(b"ratelimit", value.encode())

        if not decision.allowed:
            header = Header()
            header.set(b"retry-after", str(max(1, ceil_seconds(decision.retry_after))).encode())
            set_fields(header)
            await self.write(send, 429, header, "too many requests\n")
            return

        async def write_header(message):
            if message["type"] == "http.response.start":
                header = Header(message.get("headers", ()))
                set_fields(header)
                message = {**message, "headers": header.pairs}
            await send(message)

        await self.next(scope, receive, write_header)

    async def write(self, send, status, header, text):
        body = text.encode()
        header.set(b"content-type", b"text/plain; charset=utf-8")
        header.set(b"content-length", b"%d" % len(body))
        await send({"type": "http.response.start", "status": status, "headers": header.pairs})
        await send({"type": "http.response.body", "body": body})
