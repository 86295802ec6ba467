"""What a gateway tells of a request."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias
from urllib.parse import unquote

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

    It has no query, `%2F` and the like are decoded once, slashes merged, and `.` and `..` resolved.
    """
    if "?" in path or "#" in path:
        path = path.partition("?")[0].partition("#")[0]
    if "%" not in path and "//" not in path and "/." not in path:
        return path
    steps = unquote(path).split("/")
    kept: list[str] = []
    for step in steps:
        if step == "..":
            del kept[-1:]
        elif step not in ("", "."):
            kept.append(step)
    if kept and steps[-1] in ("", ".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
