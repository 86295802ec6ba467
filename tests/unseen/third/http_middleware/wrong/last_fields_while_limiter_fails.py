"""While the limiter fails, tells on the app's answers what it told the same client last."""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from ratelimit import Quota

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


def rounding_up(unit: int) -> Callable[[int], int]:
    def up(number: int) -> int:
        return -(number // -unit)

    return up


seconds = rounding_up(10**9)


def address_reader() -> Callable[[str], Any]:
    def without_port(text: str) -> str | None:
        if text[:1] == "[":
            end = text.find("]")
            if end < 0 or (text[end + 1 :] and not digits(text[end + 2 :], text[end + 1])):
                return None
            return text[1:end] if ":" in text[1:end] else None
        if text.count(":") == 1:
            host, port = text.split(":")
            return host if digits(port, ":") else None
        return text

    def digits(port: str, colon: str) -> bool:
        return colon == ":" and port != "" and all(c in "0123456789" for c in port)

    def read(text: str) -> Any:
        host = without_port(text.strip(" \t"))
        if host is None:
            return None
        try:
            address = ip_address(host)
        except ValueError:
            return None
        mapped = getattr(address, "ipv4_mapped", None)
        return address if mapped is None else mapped

    return read


def keyer(trusted: Sequence[str]) -> Callable[[Message], str]:
    networks = [ip_network(text) for text in trusted]
    read = address_reader()

    def walk(address: Any, entries: Any) -> Any:
        for entry in entries:
            if not any(address in network for network in networks):
                return address
            nearer = read(entry)
            if nearer is None:
                return address
            address = nearer
        return address

    def from_the_right(headers: Any) -> Any:
        for name, value in reversed(headers):
            if name == b"x-forwarded-for":
                yield from reversed(value.decode("latin-1").split(","))

    def key(scope: Message) -> str:
        client = scope.get("client") or ("",)
        peer = read(client[0])
        if peer is None:
            return "unknown"
        address = walk(peer, from_the_right(scope.get("headers", [])))
        if address.version == 4:
            return str(address)
        network = IPv6Address(int(address) & ~(2**64 - 1))
        return f"{network}/64"

    return key


def teller(name: str, quota: Quota) -> Callable[[Any], dict[bytes, bytes]]:
    if not name.isascii() or not name.isprintable():
        raise ValueError(f"{name!r} must be printable ASCII")
    label = '"' + "".join(f"\\{c}" if c in {'"', "\\"} else c for c in name) + '"'
    window, rest = divmod(quota.period, 10**9)
    policy = f"{label};q={quota.limit}" + (f";w={window}" if rest == 0 else "")

    def fields(decision: Any) -> dict[bytes, bytes]:
        state = f"{label};r={decision.remaining};t={seconds(decision.next_after)}"
        return {b"ratelimit-policy": policy.encode(), b"ratelimit": state.encode()}

    return fields


def adding(fields: dict[bytes, bytes], send: Send) -> Send:
    async def pass_on(message: Message) -> None:
        if message["type"] != "http.response.start":
            await send(message)
            return
        before = list(message.get("headers", ()))
        after = [pair for pair in before if pair[0] not in fields]
        for name, value in fields.items():
            after.append((name, b", ".join([v for n, v in before if n == name] + [value])))
        await send({**message, "headers": after})

    return pass_on


def refusing(status: int, text: bytes) -> Callable[..., Awaitable[None]]:
    async def refuse(send: Send, wait: int, fields: dict[bytes, bytes]) -> None:
        headers = [(b"content-type", b"text/plain"), (b"retry-after", b"%d" % wait), *fields.items()]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": text, "more_body": True})
        await send({"type": "http.response.body"})

    return refuse


class RateLimitMiddleware:
    """Holds a closure."""

    def __init__(
        self,
        app: App,
        limiter: Any,
        *,
        trusted: Sequence[str] = (),
        name: str = "default",
        quota: Quota,
        on_error: str = "allow",
    ) -> None:
        if on_error != "allow" and on_error != "deny":
            raise ValueError(f"on_error: {on_error!r}")
        key_of = keyer(trusted)
        fields_of = teller(name, quota)
        too_many = refusing(429, b"slow down")
        away = refusing(503, b"come back")

        told: dict[str, dict[bytes, bytes]] = {}

        async def serve(scope: Message, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            key = key_of(scope)
            try:
                decision = await limiter.hit(key, 1)
            except Exception:
                decision = None
            if decision is None and on_error == "deny":
                await away(send, 1, {})
            elif decision is None:
                known = told.get(key)
                await app(scope, receive, send if known is None else adding(known, send))
            elif decision.allowed:
                told[key] = fields_of(decision)
                await app(scope, receive, adding(told[key], send))
            else:
                await too_many(send, max(1, seconds(decision.retry_after)), fields_of(decision))

        self._serve = serve

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        await self._serve(scope, receive, send)
