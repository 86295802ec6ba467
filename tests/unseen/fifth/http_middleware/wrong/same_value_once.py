"""Wrong: a value that the app has sent already, as an inner middleware of the same name does, is not added a second time."""

import ipaddress
import itertools


def _plain(text):
    text = text.strip(" \t")
    if text.startswith("["):
        host = text[1:].split("]")[0]
        if "]" not in text:
            raise ValueError(text)
    else:
        host, colon, port = text.rpartition(":")
        if not colon or ":" in host or not port.isdigit():
            host = text
    address = ipaddress.ip_address(host)
    if address.version == 6:
        address = ipaddress.IPv6Address(int(address)).ipv4_mapped or ipaddress.IPv6Address(int(address))
    return address


def _texts(scope):
    """The peer, then the entries from right to left."""
    client = scope.get("client")
    if client is None:
        return
    yield client[0]
    lines = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    if lines:
        yield from reversed(b",".join(lines).decode("latin-1").split(","))


def _addresses(scope):
    for text in _texts(scope):
        try:
            yield _plain(text)
        except ValueError:
            return


def _up_to_first_stranger(addresses, trusted):
    for address in addresses:
        yield address
        if not any(address in network for network in trusted):
            return


def _key(scope, trusted):
    address = None
    for address in _up_to_first_stranger(_addresses(scope), trusted):
        pass
    if address is None:
        return "unknown"
    if address.version == 6:
        return f"{ipaddress.IPv6Address(int(address) & ~(2**64 - 1))}/64"
    return address.compressed


def _seconds(ns):
    return (ns + 999_999_999) // 1_000_000_000


def _messages(status, headers, body):
    yield {"type": "http.response.start", "status": status, "headers": list(headers)}
    for chunk in body:
        yield {"type": "http.response.body", "body": chunk, "more_body": True}
    yield {"type": "http.response.body", "body": b"", "more_body": False}


def _merged(headers, own):
    rest, same = [], {}
    for pair in headers:
        if pair[0] in own:
            same.setdefault(pair[0], []).append(pair[1])
        else:
            rest.append(pair)
    yield from rest
    for name, value in own.items():
        yield name, b", ".join(dict.fromkeys(itertools.chain(same.get(name, ()), [value])))


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        if on_error != "allow" and on_error != "deny":
            raise ValueError("on_error must be 'allow' or 'deny'")
        if any(c < " " or c > "~" for c in name):
            raise ValueError("name must be printable ASCII")
        self.app = app
        self.limiter = limiter
        self.networks = [ipaddress.ip_network(t) for t in trusted]
        self.on_error = on_error
        self.item = '"%s"' % "".join("\\" + c if c in '"\\' else c for c in name)
        self.window = "" if quota.period % 10**9 else ";w=%d" % (quota.period // 10**9)
        self.limit = quota.limit

    def _fields(self, decision):
        return {
            b"ratelimit-policy": ("%s;q=%d%s" % (self.item, self.limit, self.window)).encode(),
            b"ratelimit": ("%s;r=%d;t=%d" % (self.item, decision.remaining, _seconds(decision.next_after))).encode(),
        }

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            forward = await self._forward(scope, send)
        else:
            forward = send
        if forward is not None:
            await self.app(scope, receive, forward)

    async def _forward(self, scope, send):
        """What the app shall send with; `None` if it has been answered for."""
        try:
            decision = await self.limiter.hit(_key(scope, self.networks), 1)
        except Exception:
            failed = True
        else:
            failed = False
        if failed and self.on_error == "allow":
            return send
        if failed:
            answer = _messages(503, [(b"retry-after", b"1")], [b"try ", b"later"])
        elif not decision.allowed:
            retry = _seconds(decision.retry_after) or 1
            headers = [*self._fields(decision).items(), (b"retry-after", str(retry).encode())]
            answer = _messages(429, headers, [b"slow ", b"down"])
        else:
            own = self._fields(decision)

            async def forward(message):
                if message["type"] == "http.response.start":
                    message = message | {"headers": list(_merged(message.get("headers", ()), own))}
                await send(message)

            return forward
        for message in answer:
            await send(message)
        return None
