"""Headers of an app's response, with fields added to them."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeAlias

Headers: TypeAlias = list[tuple[bytes, bytes]]

_LISTS: Final = (b"ratelimit-policy", b"ratelimit", b"access-control-expose-headers")


def with_fields(headers: Iterable[Sequence[bytes]], fields: Iterable[tuple[str, str]]) -> Headers:
    """Return the headers, in their order, with fields added: their names in lower case, as ASGI and HTTP/2 have them.

    Where the app has a field of the same name, a list gets longer, and anything else stays as the app has it.
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
        elif name in _LISTS:
            values = [each for key, (_, each) in zip(names, result, strict=False) if key == name and each]
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
        elif name.lower().encode("ascii") in _LISTS:
            headers[name] = f"{headers[name]}, {value}"
