"""What a gateway tells of a request."""

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
    "ip": "ip",
    "remote_address": "ip",
    "masked_remote_address": "ip",
}
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


class Request(NamedTuple):
    """What a gateway tells of a request. All of it may be missing.

    consumer: who asks, as far as that is known. credential: what they showed, such as an API key.
    groups: of the consumer. ip: the address of the client. path: with or without a query, which doesn't count.
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

    An entry that has the name of none of its fields is a header.
    """
    fields: dict[str, Any] = {}
    headers: dict[str, str] = {}
    groups: list[str] = []
    for entries in descriptors:
        for key, value in entries:
            field = _FIELDS.get(key)
            if field is not None:
                fields[field] = value
            elif key == "group":
                groups.append(value)
            else:
                headers[key.lower()] = value
    return Request(**fields, groups=groups, headers=headers)
