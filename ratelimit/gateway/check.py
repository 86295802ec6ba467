"""An ASGI app for gateways that ask over HTTP: nginx's `auth_request`, Caddy's and Traefik's `forward_auth`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from urllib.parse import parse_qs

from ratelimit.gateway.descriptors import Descriptors
from ratelimit.gateway.gateway import Gateway
from ratelimit.gateway.request import Request, text_of
from ratelimit.web import ClientKey
from ratelimit.web.asgi import Receive, Scope, Send
from ratelimit.web.problem import CONTENT_TYPE, body_of

_NAMES: Final = frozenset({"domain", "consumer", "credential", "group", "route", "service", "refused"})
"""What a query may have."""


class Check:
    """Answers `/check` with 200, or with 429 and a problem; `/health` with 200; `/metrics` with a page for Prometheus.

    Once `is_leaving`, `/health` is answered with 503.

    What the gateway knows of a request is in the query: `domain`, `consumer`, `credential`, `group` (several, if need
    be), `route`, `service`, and `refused`, the status of a refusal, if it must be another than 429, or 503 while the
    counters can't be reached. What can be no such query is answered with 400: another name in it, or no domain if
    each file is for one. It passes the headers of its client on, and says the path and the method in `X-Forwarded-Uri`
    and `X-Forwarded-Method`. No other header is read for these: Caddy and Traefik set these two, and pass on all others
    as their client wrote them.

    trusted: as that of `ratelimit.web.ClientKey`: the gateway itself, and proxies before it.
    page: returns the type and the text of `/metrics`.
    """

    def __init__(
        self, gateway: Gateway, trusted: Iterable[str], page: Callable[[], tuple[str, bytes]] | None = None
    ) -> None:
        self.is_leaving = False
        self._page = page
        self._gateway = gateway
        self._client = ClientKey(trusted, ipv6_prefix=128)  # conditions may be for one address

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        if scope["path"] == "/health":
            await _send(send, 503 if self.is_leaving else 200, [])
        elif scope["path"] == "/metrics" and self._page is not None:
            content_type, body = self._page()
            await _send(send, 200, [(b"content-type", content_type.encode())], body)
        elif scope["path"] != "/check":
            await _send(send, 404, [])
        else:
            await self._check(scope, send)

    async def _check(self, scope: Scope, send: Send) -> None:
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        refused, domain = _first(query, "refused"), _first(query, "domain") or ""
        book = self._gateway.book(domain)
        if not _NAMES.issuperset(query):
            names = ", ".join(repr(name) for name in query if name not in _NAMES)
            await _send(send, 400, [], f"query must have only {', '.join(sorted(_NAMES))}, got {names}\n".encode())
        elif book is None and not domain:
            told = f"domain must be in the query, as one of {self._gateway.domains()}\n"
            await _send(send, 400, [], told.encode())
        elif refused is not None and not (refused.isdecimal() and 400 <= int(refused) <= 599):
            await _send(send, 400, [], f"refused must be a status from 400 to 599, got {refused!r}\n".encode())
        elif isinstance(book, Descriptors):
            await _send(send, 400, [], b"domain must be one of policies, got one of Envoy's descriptors\n")
        else:
            asked = [] if book is None else book.asked(self._request(scope, query))
            verdict = await self._gateway.decide(asked)
            fields = [(name.lower().encode(), value.encode("latin-1")) for name, value in verdict.fields()]
            if verdict.allowed:
                await _send(send, 200, fields)
            else:
                content = (b"content-type", CONTENT_TYPE.encode())
                status = verdict.status if refused is None else int(refused)
                await _send(send, status, [*fields, content], body_of(verdict, verdict.status))

    def _request(self, scope: Scope, query: Mapping[str, list[str]]) -> Request:
        headers: dict[str, str] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1"), text_of(value))
        return Request(
            consumer=_first(query, "consumer"),
            credential=_first(query, "credential"),
            groups=[group for group in query.get("group", ()) if group],
            route=_first(query, "route"),
            service=_first(query, "service"),
            ip=self._client.of_scope(scope).removesuffix("/128"),
            method=headers.get("x-forwarded-method"),
            path=headers.get("x-forwarded-uri"),
            headers=headers,
        )


def _first(query: Mapping[str, list[str]], name: str) -> str | None:
    """Return the first value of a name; None if there is none, or it is empty."""
    values = query.get(name)
    return (values[0] or None) if values else None


async def _send(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes = b"") -> None:
    whole: Any = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": whole})
    await send({"type": "http.response.body", "body": body})
