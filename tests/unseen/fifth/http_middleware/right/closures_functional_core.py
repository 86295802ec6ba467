"""Right: pure functions decide everything, one closure around `send` does the rest."""

import ipaddress
from collections.abc import Iterable, Iterator, Sequence

SECOND = 10**9
POLICY, LIMIT = b"ratelimit-policy", b"ratelimit"


def whole_seconds(nanoseconds: int) -> int:
    return -(-nanoseconds // SECOND)


def read_address(text: str):
    """Return an address without port, brackets and zone, or `None`."""
    text = text.strip(" \t")
    if text.startswith("["):
        text, bracket, port = text[1:].partition("]")
        if not bracket or (port and not (port.startswith(":") and port[1:].isdecimal())):
            return None
    elif text.count(":") == 1:
        text, _, port = text.partition(":")
        if not port.isdecimal():
            return None
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if address.version == 6:
        return address.ipv4_mapped or ipaddress.IPv6Address(int(address))
    return address


def entries_from_the_right(headers: Iterable) -> Iterator[str]:
    for name, line in reversed(list(headers)):
        if name == b"x-forwarded-for":
            yield from reversed(line.decode("latin-1").split(","))


def client_address(scope, trusted):
    client = scope.get("client")
    address = read_address(client[0]) if client else None
    if address is None:
        return None
    for entry in entries_from_the_right(scope["headers"]):
        if not any(address in network for network in trusted):
            break
        further = read_address(entry)
        if further is None:
            break
        address = further
    return address


def key_of(address) -> str:
    if address is None:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((int(address), 64), strict=False))


def with_fields(headers: Iterable, fields: dict[bytes, bytes]) -> list:
    values = {name: [] for name in fields}
    others = []
    for pair in headers:
        name, value = pair
        if name in values:
            values[name].append(value)
        else:
            others.append(pair)
    return others + [(name, b", ".join([*values[name], own])) for name, own in fields.items()]


class RateLimitMiddleware:
    def __init__(
        self, app, limiter, *, trusted: Sequence[str] = (), name: str = "default", quota, on_error: str = "allow"
    ) -> None:
        if on_error not in ("allow", "deny"):
            raise ValueError(f"on_error is 'allow' or 'deny', not {on_error!r}")
        if not (name.isascii() and name.isprintable()):
            raise ValueError(f"name is printable ASCII, not {name!r}")
        self.app = app
        self.limiter = limiter
        self.trusted = [ipaddress.ip_network(text) for text in trusted]
        self.deny = on_error == "deny"
        quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
        self.quoted = quoted
        self.policy = f"{quoted};q={quota.limit}"
        if quota.period % SECOND == 0:
            self.policy += f";w={quota.period // SECOND}"

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        key = key_of(client_address(scope, self.trusted))
        try:
            decision = await self.limiter.hit(key, 1)
        except Exception:
            decision = None
        if decision is None:
            if self.deny:
                await answer(send, 503, b"rate limiter unavailable\n", [(b"retry-after", b"1")])
            else:
                await self.app(scope, receive, send)
            return
        fields = {
            POLICY: self.policy.encode(),
            LIMIT: f"{self.quoted};r={decision.remaining};t={whole_seconds(decision.next_after)}".encode(),
        }
        if not decision.allowed:
            wait = max(1, whole_seconds(decision.retry_after))
            await answer(send, 429, b"too many requests\n", [(b"retry-after", b"%d" % wait), *fields.items()])
            return

        async def send_with_fields(message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": with_fields(message.get("headers", ()), fields)}
            await send(message)

        await self.app(scope, receive, send_with_fields)


async def answer(send, status: int, body: bytes, headers: list) -> None:
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"%d" % len(body)), *headers]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
