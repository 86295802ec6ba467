"""Headers of an app's response, with fields added to them."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeAlias, TypeVar

from ratelimit.web.structured import read_names

Response = TypeVar("Response")
Headers: TypeAlias = list[tuple[bytes, bytes]]

_LISTS: Final = ("ratelimit-policy", "ratelimit")
_EXPOSED: Final = "access-control-expose-headers"


def with_fields(headers: Iterable[Sequence[bytes]], fields: Iterable[tuple[str, str]]) -> Headers:
    """Return the headers, in their order, with fields added: their names in lower case, as ASGI and HTTP/2 have them.

    Where the app has a field of the same name, a list gets longer. Anything else stays as the app has it, without ours:
    after what is no list, nobody could read it.
    """
    result: Headers = []
    names: list[bytes] = []
    for name, value in headers:
        result.append((name, value))
        names.append(name.lower())
    for text, told in fields:
        name, added = text.lower().encode("ascii"), told.encode("ascii")
        if name not in names:
            result.append((name, added))
            continue
        values = [each for key, (_, each) in zip(names, result, strict=False) if key == name and each]
        if _may_be_joined(text, b", ".join(values).decode("latin-1")):
            first = names.index(name)
            result[first] = (result[first][0], b", ".join([*values, added]))
            kept = [number for number, key in enumerate(names) if key != name or number == first]
            result = [result[number] for number in kept] + result[len(names) :]
            names = [names[number] for number in kept]
    return result


def add_fields(headers: Any, fields: Iterable[tuple[str, str]]) -> None:
    """Add fields in the same way to the headers of a framework's response, which know no case."""
    for name, value in fields:
        if name not in headers:
            headers[name] = value
        elif _may_be_joined(name, headers[name]):
            headers[name] = f"{headers[name]}, {value}" if headers[name] else value


def told_of(response: Response, headers: Any, several: Iterable[Iterable[tuple[str, str]]]) -> Response:
    """Return a framework's response with fields, as a copy: an app may answer many requests with the same one.

    headers: a copy of its own.
    """
    copied = object.__new__(type(response))
    vars(copied).update(vars(response))
    vars(copied)["headers"] = headers
    for fields in several:
        add_fields(headers, fields)
    return copied


def _may_be_joined(name: str, said: str) -> bool:
    """Say whether items may follow what an app has said: as its list is of such items as well."""
    return name.lower() == _EXPOSED or (name.lower() in _LISTS and read_names(said) is not None)
