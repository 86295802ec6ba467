"""Lines of the Common and the Combined Log Format, and of Envoy's default one."""

import re
from typing import Final

from ratelimit.gateway.replay.instant import instant
from ratelimit.gateway.replay.logged import Logged
from ratelimit.gateway.request import Request, without_host
from ratelimit.web import ClientKey

_QUOTED: Final = r'"((?:[^"\\]|\\.)*)"'
_HOST: Final = r"(?:[\w.-]+:\d+ (?!- ))?"  # Apache's `%v:%p `; one colon, so no IPv6 address
_COMMON: Final = re.compile(rf"{_HOST}(\S+) \S+ (.*?) \[([^\[\]]{{1,40}})\] {_QUOTED} \S+ \S+(?: {_QUOTED} {_QUOTED})?")
_ESCAPED: Final = re.compile(r'((?:\\x[0-9A-Fa-f]{2})+)|\\(["\\bfnrtv])')
_MEANT: Final = dict(zip("bfnrtv", "\b\f\n\r\t\v", strict=True))
_AS_SENT: Final = r'"([^"]*)"'  # Envoy escapes nothing
_ENVOY: Final = re.compile(rf'\[([^\]]+)\] {_AS_SENT}(?: \S+){{6}} {_AS_SENT} "(.*)" {_AS_SENT} {_AS_SENT} "[^"]*"\Z')


def read_common(line: str, client: ClientKey) -> Logged:
    """Read what nginx calls `combined` and Apache `common` or `combined`; the user is the consumer.

    Raises `ValueError`.
    """
    match = _COMMON.match(line)
    if match is None:
        raise ValueError(f"line must be of the Common Log Format, Envoy's or JSON, got {line!r}")
    host, user, time, request, referer, agent = match.groups()
    method, path = method_and_path(request)
    headers = {"referer": referer, "user-agent": agent}
    told = Request(
        consumer=_unescaped(user) if _said(user) else None,
        ip=address(client, host),
        method=method,
        path=None if path is None else _unescaped(path),
        headers={name: _unescaped(value) for name, value in headers.items() if value and _said(value)},
    )
    return Logged(instant(time), told)


def read_envoy(line: str, client: ClientKey) -> Logged:
    """Read Envoy's default format. The address is of `X-Forwarded-For`, to which Envoy has added its client's.

    Raises `ValueError`.
    """
    match = _ENVOY.match(line)
    if match is None:
        raise ValueError(f"line must be of Envoy's default format, got {line!r}")
    time, request, forwarded, agent, request_id, authority = match.groups()
    method, path = method_and_path(request)
    headers = {"user-agent": agent, "x-request-id": request_id, "host": authority, "x-forwarded-for": forwarded}
    said = {name: value for name, value in headers.items() if _said(value)}
    ip = address(client, forwarded.rpartition(",")[2].strip(), forwarded) if "x-forwarded-for" in said else None
    return Logged(instant(time), Request(ip=ip, method=method, path=path, headers=said))


def address(client: ClientKey, peer: str, *forwarded: str) -> str:
    """Return the address of a client."""
    return client.of(peer, forwarded).removesuffix("/128")


def method_and_path(request: str) -> tuple[str | None, str | None]:
    """Return the method and the path of the first line of a request; neither for what is none."""
    parts = request.split(" ")
    return (parts[0], without_host(parts[1])) if len(parts) in (2, 3) and parts[1] != "-" else (None, None)


def _said(value: str) -> bool:
    return value not in ("-", "", '""')


def _unescaped(text: str) -> str:
    r"""Return what was sent, for what nginx (`\x22`) or Apache (`\"`) has written."""
    return _ESCAPED.sub(_meant, text) if "\\" in text else text


def _meant(match: re.Match[str]) -> str:
    several, one = match.groups()
    if several is None:
        return _MEANT.get(one, one)
    return bytes.fromhex(several.replace("\\x", "")).decode(errors="backslashreplace")
