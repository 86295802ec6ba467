"""Lets websocket and lifespan pass, and counts every other type of scope as if it were http."""

import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from ratelimit import Quota

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class RateLimitMiddleware:
    """All in one."""

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
        if any(not " " <= c <= "~" for c in name):
            raise ValueError(f"not printable ASCII: {name!r}")
        if on_error not in ("allow", "deny"):
            raise ValueError(f"on_error is {on_error!r}, but can be 'allow' or 'deny'")
        self.app, self.limiter, self.on_error = app, limiter, on_error
        self.trusted = [ipaddress.ip_network(t) for t in trusted]
        self.name = '"%s"' % name.replace("\\", r"\\").replace('"', r"\"")
        self.policy = f"{self.name};q={quota.limit}"
        if not quota.period % 10**9:
            self.policy += f";w={quota.period // 10**9}"

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] in ("websocket", "lifespan"):
            await self.app(scope, receive, send)
            return
        try:
            decision = await self.limiter.hit(self.key(scope), 1)
        except Exception:
            if self.on_error == "deny":
                await self.answer(send, 503, [(b"retry-after", b"1")])
                return
            decision = None
        if decision is None:
            await self.app(scope, receive, send)
            return
        item = f"{self.name};r={decision.remaining};t={-(-decision.next_after // 10**9)}"
        own = {b"ratelimit-policy": self.policy.encode(), b"ratelimit": item.encode()}
        if not decision.allowed:
            wait = max(1, -(-decision.retry_after // 10**9))
            await self.answer(send, 429, [*own.items(), (b"retry-after", str(wait).encode())])
            return

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers, values = [], {n: [] for n in own}
                for n, v in message.get("headers", ()):
                    if n in own:
                        values[n].append(v)
                    else:
                        headers.append((n, v))
                headers += [(n, b", ".join([*values[n], v])) for n, v in own.items()]
                message = {**message, "headers": headers}
            await send(message)

        await self.app(scope, receive, tell)

    async def answer(self, send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def key(self, scope: Message) -> str:
        client = scope.get("client")
        address = self.read(client[0]) if client else None
        if address is None:
            return "unknown"
        chain = []
        for n, v in scope.get("headers", ()):
            if n == b"x-forwarded-for":
                chain.extend(v.decode("latin-1").split(","))
        for entry in reversed(chain):
            if not any(address in net for net in self.trusted):
                break
            if (further := self.read(entry)) is None:
                break
            address = further
        if address.version == 4:
            return str(address)
        return str(ipaddress.ip_network((int(address), 64), strict=False))

    @staticmethod
    def read(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
        text = text.strip(" \t")
        if text.startswith("["):
            text, _, port = text[1:].partition("]")
            if port and (port[0] != ":" or not port[1:].isdigit()) or ":" not in text:
                return None
        elif text.count(":") == 1:
            text, _, port = text.partition(":")
            if not port.isdigit():
                return None
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return None
        if address.version == 6 and address.ipv4_mapped is not None:
            return address.ipv4_mapped
        return address
