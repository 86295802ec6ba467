"""What a gateway tells of a request."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

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
