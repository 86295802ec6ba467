"""The fields stand before the app's own headers; a set of functions without state does the rest."""

from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network

POLICY, STATE, RETRY = b"ratelimit-policy", b"ratelimit", b"retry-after"


def quoted(name):
    for c in name:
        if c < " " or c > "~":
            raise ValueError(f"{c!r} can't be in a name")
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def seconds(ns):
    return str((ns - 1) // 1_000_000_000 + 1)


def parsed(text):
    text = text.strip()
    if text[:1] == "[":
        text = text[1:].rsplit("]", 1)[0]
    elif text.count(":") == 1:
        text = text.rsplit(":", 1)[0]
    try:
        address = ip_address(text.rsplit("%", 1)[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def client(scope, trusted, /):
    try:
        host, _ = scope["client"]
    except (KeyError, TypeError):
        return None
    near = parsed(host)
    if near is None:
        return None
    values = [value.decode("latin-1") for header, value in scope["headers"] if header == b"x-forwarded-for"]
    stack = [entry for value in values for entry in value.split(",")]
    while stack:
        if all(near not in network for network in trusted):
            return near
        far = parsed(stack.pop())
        if far is None:
            return near
        near = far
    return near


def key(address):
    if address is None:
        return "unknown"
    return str(IPv6Network((address, 64), False)) if address.version == 6 else str(address)


class RateLimitMiddleware:
    __slots__ = ("app", "failing", "hit", "name", "policy", "trusted")

    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        self.failing = ("allow", "deny").index(on_error)  # a ValueError if it is neither
        self.app, self.hit = app, limiter.hit
        self.name = quoted(name)
        self.trusted = [ip_network(network) for network in trusted]
        w = "" if quota.period % 1_000_000_000 else ";w=" + seconds(quota.period)
        self.policy = f"{self.name};q={quota.limit}{w}".encode()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            decision = await self.hit(key(client(scope, self.trusted)), 1)
        except Exception:
            decision = None
        if decision is None:
            if self.failing == 0:
                await self.app(scope, receive, send)
                return
            status, headers = 503, [(RETRY, b"1")]
        else:
            state = f"{self.name};r={decision.remaining};t={seconds(decision.next_after)}".encode()
            headers = [(POLICY, self.policy), (STATE, state)]
            if decision.allowed:
                await self.app(scope, receive, starting(send, headers))
                return
            status = 429
            headers.append((RETRY, (seconds(decision.retry_after) if decision.retry_after else "1").encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"no\n"})


def starting(send, own):
    async def forward(message):
        if message["type"] != "http.response.start":
            return await send(message)
        theirs = [tuple(header) for header in message.get("headers", ())]
        lines = [(n, b", ".join([v for m, v in theirs if m == n] + [value])) for n, value in own]
        rest = [(n, v) for n, v in theirs if n not in (POLICY, STATE)]
        return await send({**message, "headers": lines + rest})

    return forward
