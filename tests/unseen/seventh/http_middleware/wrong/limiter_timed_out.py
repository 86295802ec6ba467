"""Wrong: gives the limiter half a second with asyncio.wait_for, so a slow answer is taken for a failure (and before Python 3.12 the limiter runs in a task of its own)."""

import asyncio
from dataclasses import dataclass
from ipaddress import IPv6Network, ip_address, ip_network

TIMEOUT = 0.5  # seconds


@dataclass(slots=True)
class Settings:
    label: str
    quota: object
    networks: tuple
    fail_open: bool

    @classmethod
    def checked(cls, trusted, name, quota, on_error):
        bad = [c for c in name if ord(c) not in range(32, 127)]
        if bad:
            raise ValueError(f"name has {bad[0]!r}")
        modes = {"allow": True, "deny": False}
        if on_error not in modes:
            raise ValueError(f"on_error is {on_error!r}")
        label = name.translate(str.maketrans({"\\": r"\\", '"': r"\""}))
        return cls(f'"{label}"', quota, tuple(ip_network(t) for t in trusted), modes[on_error])


def ceil(ns):
    q, r = divmod(ns, 10**9)
    return q + (r > 0)


def to_ip(text):
    text = text.strip(" \t")
    if text.startswith("["):
        text, _, _ = text[1:].partition("]")
    elif text.count(":") == 1:
        text, _, _ = text.partition(":")
    try:
        ip = ip_address(text.partition("%")[0] if ":" in text else text)
    except ValueError:
        return None
    return getattr(ip, "ipv4_mapped", None) or ip


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow"):
        self.app = app
        self.limiter = limiter
        self.settings = Settings.checked(trusted, name, quota, on_error)

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        settings = self.settings
        try:
            decision = await asyncio.wait_for(self.limiter.hit(self.identify(scope), 1), TIMEOUT)
        except Exception:  # also TimeoutError
            if settings.fail_open:
                await self.app(scope, receive, send)
                return
            await send({"type": "http.response.start", "status": 503, "headers": [(b"retry-after", b"1")]})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        policy = f"{settings.label};q={settings.quota.limit}"
        if settings.quota.period % 10**9 == 0:
            policy += f";w={settings.quota.period // 10**9}"
        state = f"{settings.label};r={decision.remaining};t={ceil(decision.next_after)}"
        own = {b"ratelimit-policy": policy.encode(), b"ratelimit": state.encode()}
        if not decision.allowed:
            wait = ceil(decision.retry_after) or 1
            headers = [*own.items(), (b"retry-after", str(wait).encode())]
            await send({"type": "http.response.start", "status": 429, "headers": headers})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return

        async def forward(message):
            if message["type"] == "http.response.start":
                lines = {name: [] for name in own}
                rest = []
                for name, value in message.get("headers", ()):
                    if name in lines:
                        lines[name].append(value)
                    else:
                        rest.append((name, value))
                rest += [(name, b", ".join([*lines[name], own[name]])) for name in own]
                message = dict(message, headers=rest)
            await send(message)

        await self.app(scope, receive, forward)

    def identify(self, scope):
        client = scope.get("client")
        ip = to_ip(client[0]) if client else None
        if ip is None:
            return "unknown"
        hops = [hop for k, v in scope["headers"] if k == b"x-forwarded-for" for hop in v.decode("latin-1").split(",")]
        while hops and any(ip in network for network in self.settings.networks):
            hop = to_ip(hops.pop())
            if hop is None:
                break
            ip = hop
        if ip.version == 4:
            return str(ip)
        return str(IPv6Network((int(ip) >> 64 << 64, 64)))
