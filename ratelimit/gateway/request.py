"""What a gateway tells of a request."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

Entries: TypeAlias = Sequence[tuple[str, str]]
"""The keys and values of one of Envoy's descriptors."""

_FIELDS: Final = {
    "consumer": "consumer",
    "credential": "credential",
    "route": "route",
    "service": "service",
    "destination_cluster": "service",
    "method": "method",
    "path": "path",
    "remote_address": "ip",
}
_HOST: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_UNKNOWN: Final = "\ufffd"
_NO_UTF_8: Final = re.compile(f"[\udc80-\udcff{_UNKNOWN}]")
_ESCAPES: Final = re.compile("(?:%[0-9A-Fa-f]{2})+")
_ASCII: Final = {f"%{number:{form}}": chr(number) for number in range(128) for form in ("02x", "02X")}
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class Request(NamedTuple):
    """What a gateway tells of a request. All of it may be missing.

    consumer: who asks, as far as that is known. credential: what they showed, such as an API key.
    groups: of the consumer. ip: the address of the client. path: as the client has written it.
    headers: by their names in lower case.
    """

    consumer: str | None = None
    credential: str | None = None
    groups: Sequence[str] = ()
    route: str | None = None
    service: str | None = None
    ip: str | None = None
    method: str | None = None
    path: str | None = None
    headers: Mapping[str, str] = _NONE

    def __reduce__(self) -> tuple[Any, ...]:
        return Request, (*self[:-1], dict(self.headers))


def request_of(descriptors: Sequence[Entries]) -> Request:
    """Return what descriptors tell of a request.

    An entry that has the name of none of its fields is a header. A masked address counts if there is no other.
    """
    fields: dict[str, Any] = {}
    headers: dict[str, str] = {}
    groups: list[str] = []
    masked = None
    for entries in descriptors:
        for key, value in entries:
            field = _FIELDS.get(key)
            if field is not None:
                fields[field] = value
            elif key == "group":
                groups.append(value)
            elif key == "masked_remote_address":
                masked = value
            else:
                headers[key.lower()] = value
    fields.setdefault("ip", masked)
    return Request(**fields, groups=groups, headers=headers)


def normal_path(path: str) -> str:
    """Return the one spelling of a path that policies look up and count by.

    It has no `http://host` before it, and no query. `%2F` and the like are decoded once, slashes merged, and `.` and
    `..` resolved.
    """
    if not path.startswith("/"):
        path = without_host(path)
    if "?" in path or "#" in path:
        path = path.partition("?")[0].partition("#")[0]
    if "%" not in path and "//" not in path and "/." not in path and _UNKNOWN not in path:
        return path
    steps = _decoded(path).split("/")
    kept: list[str] = []
    for step in steps:
        if step == "..":
            del kept[-1:]
        elif step not in ("", "."):
            kept.append(step)
    if kept and steps[-1] in ("", ".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def without_host(target: str) -> str:
    """Return what is asked for without the `http://host` that may stand before it."""
    host = _HOST.match(target)
    path = target if host is None else target[host.end() :]
    return path if path.startswith("/") or (path and host is None) else f"/{path}"


def _decoded(path: str) -> str:
    """Return a path with its escapes decoded. No two that ask for different things become one.

    A byte that is no UTF-8 becomes U+FFFD and its number. So U+FFFD itself is doubled.
    """
    # `unquote` raises and catches an error for each % that is no escape: 30 ms for the longest path.
    return _NO_UTF_8.sub(_told_apart, _ESCAPES.sub(_unescaped, path))


def _unescaped(escapes: re.Match[str]) -> str:
    text = escapes[0]
    one = _ASCII.get(text)
    return bytes.fromhex(text.replace("%", "")).decode(errors="surrogateescape") if one is None else one


def text_of(value: bytes) -> str:
    """Return what a header or a path says in UTF-8. A byte that is none is escaped, as it may be in a path."""
    return _NO_UTF_8.sub(_escaped, value.decode(errors="surrogateescape"))


def _escaped(match: re.Match[str]) -> str:
    return match[0] if match[0] == _UNKNOWN else f"%{ord(match[0]) & 0xFF:02X}"


def _told_apart(match: re.Match[str]) -> str:
    return 2 * _UNKNOWN if match[0] == _UNKNOWN else f"{_UNKNOWN}{ord(match[0]) & 0xFF:02X}"
