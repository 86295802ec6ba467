"""A strict reader of structured fields (RFC 9651), as far as `RateLimit` and `RateLimit-Policy` need it."""

import re
from typing import Final, TypeAlias
from urllib.parse import unquote_to_bytes

Parameters: TypeAlias = dict[str, int | str]
"""Integers as ints, and anything else as it is written; `?1` where there is no value."""

_KEY: Final = r"[a-z*][a-z0-9_.*-]*"
_STRING: Final = r'"(?:[ !#-\[\]-~]|\\["\\])*"'
_BARE: Final = "|".join([
    r"-?[0-9]{1,12}\.[0-9]{1,3}",
    r"-?[0-9]{1,15}",
    _STRING,
    r"[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]*",  # a token
    r":[A-Za-z0-9+/]*={0,2}:",  # bytes
    r"\?[01]",
    r"@-?[0-9]{1,15}",  # a date
    r'%"(?:[ !#$&-~]|%[0-9a-f]{2})*"',  # text beyond ASCII
])  # fmt: skip
_PARAMETER: Final = re.compile(rf"; *({_KEY})(?:=({_BARE}))?")
_MEMBER: Final = re.compile(rf"({_STRING})((?:; *{_KEY}(?:=(?:{_BARE}))?)*)")
_COMMA: Final = re.compile(r"[ \t]*,[ \t]*")
_END: Final = re.compile(r"[ \t]*")
_INTEGER: Final = re.compile(r"-?[0-9]+")
_ESCAPED: Final = re.compile(r"\\(.)")


def read_names(text: str) -> list[tuple[str, Parameters]] | None:
    """Return the strings of a list, and the parameters of each; None if it is anything else, in any part.

    A list that is malformed says nothing at all: so RFC 9651 wants it, and the draft of these fields.
    """
    text = text.lstrip(" ")
    found: list[tuple[str, Parameters]] = []
    at = 0
    while at < len(text):
        member = _MEMBER.match(text, at)
        if member is None:
            return None
        parameters = _parameters(member[2])
        if parameters is None:
            return None
        found.append((_ESCAPED.sub(r"\1", member[1][1:-1]), parameters))
        at = member.end()
        comma = _COMMA.match(text, at)
        if comma is None:
            return found if _END.fullmatch(text, at) else None
        at = comma.end()
    return None if found else []  # nothing after a comma


def _parameters(text: str) -> Parameters | None:
    parameters: Parameters = {}
    for key, value in _PARAMETER.findall(text):
        if value.startswith('%"') and not _is_utf_8(value):
            return None
        parameters.pop(key, None)
        parameters[key] = int(value) if _INTEGER.fullmatch(value) else value or "?1"
    return parameters


def _is_utf_8(text: str) -> bool:
    try:
        unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
