"""What was heard of a request."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Any

from katas.grader.http.columns.line import FIELDS, OWN, Judged, Line, Pair, judged_headers, told
from katas.grader.http.exchange import Request
from katas.grader.http.serving.connection import Connection, Heard
from katas.grader.verdict import brief

_CONTEXT = ("in another task", "in another context")
_HANDED = ("with a changed scope", "with another receive")


def yours(connection: Connection, judged: Judged) -> list[Line]:
    """Return what was heard of a request."""
    request, lines = connection.request, list[Line]()
    own_answer = request.scope == "http"  # until the app is called
    free_end = own_answer and request.gone and not any(heard.what == "app" for heard in connection.heard)
    rest = list(connection.heard)
    while rest:
        heard = rest.pop(0)
        faults = _faults(heard, judged)
        words = "".join(f", {fault}" for fault in faults)
        if heard.what in ("hit", "inner hit"):
            lines.append(Line("limiter", _hit(heard, judged) + words))
        elif heard.what == "app":
            lines.append(Line("app", f"app called{words}"))
            own_answer = False
        elif heard.what == "receive":
            lines.append(Line("app", f"receives{words}"))
        elif heard.what == "message" and own_answer:
            until = next((place for place, each in enumerate(rest) if each.what == "app"), len(rest))
            messages = [heard, *(each for each in rest[:until] if each.what == "message")]
            rest = [each for each in rest[:until] if each.what != "message"] + rest[until:]
            lines += _own(messages, request, judged)
        elif heard.what == "message":
            lines += _passed(heard.value, words, connection, judged)
        elif not (free_end and heard.what in ("returns", "raises")):
            lines += _else(heard, words, connection, judged)
    if not judged.passing:  # messages may come late
        lines.sort(key=lambda line: line.kind == "end")
    return lines


def _faults(heard: Heard, judged: Judged) -> list[str]:
    unseen = (() if judged.context else _CONTEXT) + (() if judged.passing else _HANDED)
    return [fault for fault in heard.faults if fault not in unseen]


def _hit(heard: Heard, judged: Judged) -> str:
    key, cost = heard.value
    shown = brief(key) if type(key) is str else f"{brief(key)}, which is no str"
    words = f"{heard.what}({shown})" if judged.key else heard.what
    return words if type(cost) is int and cost == 1 else f"{words}, cost {brief(cost)}"


def _else(heard: Heard, words: str, connection: Connection, judged: Judged) -> Iterator[Line]:
    if heard.what == "told":
        yield Line("app", f"send raises {connection.whose(heard.value) or type(heard.value).__name__}{words}")
    elif heard.what == "early" and judged.passing:
        yield Line("app", "send returns before the server has it")
    elif heard.what == "reused" and judged.context:
        yield Line("message", "a message that the server has is changed")
    elif heard.what == "changed" and judged.fields:
        yield Line("app", "the app's own message is changed")
    elif heard.what == "raises":
        yield Line("end", f"raises {connection.whose(heard.value) or type(heard.value).__name__}{words}")
    elif heard.what == "returns":
        yield Line("end", f"returns{words}")
    elif heard.what == "stuck":
        yield Line("end", "waits for what never comes")
    elif heard.what == "blocked" and judged.context:
        yield Line("end", f"waits for request {heard.value[0]}")


def _passed(message: Any, words: str, connection: Connection, judged: Judged) -> Iterator[Line]:
    """Yield a message that came while an app answers."""
    if not isinstance(message, dict):
        yield Line("message", f"{brief(message)}, which is no message")
        return
    if message.get("type") != "http.response.start":
        yield Line("message", told(message) + words)
        return
    headers = _pairs(message.get("headers", ()))
    rest = {name: value for name, value in message.items() if name != "headers"}
    yield Line("message", told(rest) + words)
    if isinstance(headers, str):
        yield Line("header", headers)
        return
    request = connection.request
    adds = request.scope == "http" and (request.limiter.name == "granted" or connection.layered)
    yield from judged_headers(_ours_last(headers, FIELDS if adds else ()), judged)


def _ours_last(headers: list[Pair], own: Sequence[str]) -> list[Pair]:
    """Put the fields to the end, in their order: where they stand is free."""
    others = [pair for pair in headers if pair[0] not in own]
    return others + [pair for name in own for pair in headers if pair[0] == name]


def _own(messages: list[Heard], request: Request, judged: Judged) -> Iterator[Line]:
    """Yield a response of the middleware's own. Whatever else it says is free; but it must be one, and whole."""
    first, *parts = [heard.value for heard in messages]
    faults = [fault for heard in messages for fault in _faults(heard, judged)]
    words = "".join(f", {fault}" for fault in dict.fromkeys(faults))
    if not isinstance(first, dict) or first.get("type") != "http.response.start":
        yield Line("message", f"{told(first)}, before any start")
        return
    status, headers = first.get("status"), _pairs(first.get("headers", ()))
    if isinstance(status, IntEnum):  # as `http.HTTPStatus` is
        status = int(status)
    yield Line("message", f"start {status if type(status) is int else brief(status)}{words}")
    if isinstance(headers, str):
        yield Line("header", headers)
        return
    ours = [pair for pair in headers if pair[0] in OWN]
    yield from judged_headers(_ours_last(ours, OWN), judged)
    if request.gone:
        yield from (Line("message", told(part)) for part in parts if not _is_body(part))
    elif parts:
        length = next((value for name, value in headers if name == "content-length"), None)
        length = None if request.method == "HEAD" else length  # there it is that of the answer to a GET
        yield Line("message", _parts(parts, length))


def _parts(parts: list[Any], length: str | None) -> str:
    """Say what is wrong with the body of a response; if nothing is, that it is whole."""
    size = 0
    for number, part in enumerate(parts):
        if not _is_body(part):
            return told(part)
        content = part.get("body", b"")
        if not isinstance(content, bytes):
            return f"a body of type {type(content).__name__}"
        size += len(content)
        if bool(part.get("more_body", False)) is (number == len(parts) - 1):
            return "a body without an end" if number == len(parts) - 1 else "a body after the end"
    if length is not None and length != str(size):
        return f"a body of {size} bytes; content-length is {length}"
    return "a body, to its end"


def _is_body(part: Any) -> bool:
    return isinstance(part, dict) and part.get("type") == "http.response.body"


def _pairs(headers: Any) -> list[Pair] | str:
    """Read headers; a text says what is wrong with them."""
    found: list[Pair] = []
    if not isinstance(headers, (list, tuple)):
        return f"headers are {brief(headers)}"
    for each in headers:
        pair = list(each) if isinstance(each, (list, tuple)) else []
        if len(pair) != 2 or not all(type(word) is bytes for word in pair):
            return f"a header is {brief(each)}: it is two bytes objects"
        name, value = (word.decode("latin-1") for word in pair)
        if name != name.lower():
            return f"header {name}: names are in lower case"
        found.append((name, value))
    return found
