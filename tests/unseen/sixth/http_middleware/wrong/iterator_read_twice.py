"""Wrong: goes through the app's headers once for each purpose; of an iterator the second pass finds nothing, and the other headers are lost."""

import ipaddress
from fractions import Fraction
from math import ceil


def http_time(nanoseconds: int) -> str:
    return str(ceil(Fraction(nanoseconds, 1_000_000_000)))


def static_app(status: int, headers: dict[str, str]):
    """Make an app that answers without a look at the request."""

    async def answer(scope, receive, send):
        pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        await send({"type": "http.response.body"})

    return answer


class ClientAddress:
    def __init__(self, text: str) -> None:
        """Raises `ValueError` if there is no address in the text."""
        text = text.strip(" \t")
        if text.startswith("["):
            text = text[1:]
            inside, rest = text.split("]")
            if rest:
                self._check_port(rest)
            self.ip = ipaddress.IPv6Address(inside)
        elif ":" in text and text.index(":") == text.rindex(":"):
            host, port = text.split(":")
            self._check_port(":" + port)
            self.ip = ipaddress.IPv4Address(host)
        else:
            self.ip = ipaddress.ip_address(text)
        if isinstance(self.ip, ipaddress.IPv6Address):
            self.ip = ipaddress.IPv6Address(self.ip.packed)
            if self.ip.ipv4_mapped:
                self.ip = self.ip.ipv4_mapped

    @staticmethod
    def _check_port(text: str) -> None:
        digits = text.removeprefix(":")
        if digits == text or not digits or set(digits) - set("0123456789"):
            raise ValueError(text)

    def __str__(self) -> str:
        if self.ip.version == 6:
            return str(ipaddress.ip_network(f"{self.ip}/64", strict=False))
        return str(self.ip)


class RateLimitMiddleware:
    def __init__(self, app, limiter, *, trusted=(), name="default", quota, on_error="allow") -> None:
        if any(not 32 <= ord(c) <= 126 for c in name):
            raise ValueError("name must be printable ASCII")
        try:
            self.when_it_fails = {"allow": app, "deny": static_app(503, {"retry-after": "1"})}[on_error]
        except KeyError:
            raise ValueError(f"on_error must be allow or deny, not {on_error!r}") from None
        self.app = app
        self.limiter = limiter
        self.trusted = [ipaddress.ip_network(text) for text in trusted]
        self.name = '"%s"' % "".join({'"': r"\"", "\\": r"\\"}.get(c, c) for c in name)
        window = Fraction(quota.period, 1_000_000_000)
        self.policy = self.name + f";q={quota.limit}" + (f";w={window}" if window.denominator == 1 else "")

    async def __call__(self, scope, receive, send) -> None:
        app = self.app
        if scope["type"] == "http":
            key = self.identify(scope)
            try:
                decision = await self.limiter.hit(key, 1)
            except Exception:
                app = self.when_it_fails
            else:
                if not decision.allowed:
                    wait = "1" if decision.retry_after == 0 else http_time(decision.retry_after)
                    app = static_app(429, {"retry-after": wait})
                send = self.labelled(send, decision)
        await app(scope, receive, send)

    def labelled(self, send, decision):
        limit = f"{self.name};r={decision.remaining};t={http_time(decision.next_after)}"

        async def send_labelled(message):
            if message["type"] == "http.response.start":
                headers = message.get("headers", [])
                limits = [value for name, value in headers if name == b"ratelimit"]
                policies = [value for name, value in headers if name == b"ratelimit-policy"]
                others = [(n, v) for n, v in headers if n not in (b"ratelimit", b"ratelimit-policy")]
                others.append((b"ratelimit-policy", b", ".join(policies + [self.policy.encode()])))
                others.append((b"ratelimit", b", ".join(limits + [limit.encode()])))
                message = dict(message, headers=others)
            await send(message)

        return send_labelled

    def identify(self, scope) -> str:
        try:
            here = ClientAddress(scope["client"][0])
        except (KeyError, TypeError, ValueError):
            return "unknown"
        forwarded = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for")
        rest = str(forwarded, "latin-1")
        while any(here.ip in network for network in self.trusted):
            rest, _, entry = rest.rpartition(",")
            try:
                here = ClientAddress(entry)
            except ValueError:
                break
        return str(here)
