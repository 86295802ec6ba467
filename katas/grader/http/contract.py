"""What must be heard of a request, and what was heard, as lines that can stand beside each other."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import zip_longest
from typing import Any, NamedTuple

from katas.grader.http.client_key import key_of
from katas.grader.http.exchange import SECOND, Exchange, Request, Step
from katas.grader.http.serving.connection import Connection, Heard
from katas.grader.http.serving.world import message_of
from katas.grader.verdict import Row, brief

FIELDS = ("ratelimit-policy", "ratelimit")
OWN = ("retry-after", *FIELDS)  # the headers that a middleware adds
Pair = tuple[str, str]


class Judged(NamedTuple):
    """What is looked at, besides who is called and what is sent."""

    retry: bool = True
    fields: bool = True  # all other headers too
    passing: bool = True  # whether messages pass at once, and what the app gets
    key: bool = True
    context: bool = True  # in which task and context it runs


class Line(NamedTuple):
    """One line of a column."""

    kind: str  # limiter, app, message, header, end
    text: str


# What must be heard


def expected(exchange: Exchange, request: Request, judged: Judged) -> list[Line]:
    """Return what the contract says."""
    if request.scope != "http":
        return [Line("app", "app called"), *_app(request, {}, judged)]
    key = repr(key_of(request.client, request.forwarded, exchange.trusted))
    lines = [Line("limiter", f"hit({key})" if judged.key else "hit")]
    if request.limiter.name == "cancelled":
        return [*lines, Line("end", "raises the limiter's CancelledError")]
    if request.limiter.name == "fails":
        if exchange.on_error == "allow":
            return [*lines, Line("app", "app called"), *_app(request, {}, judged)]
        return lines + _whole(503, {"retry-after": "1"}, judged)
    fields = fields_of(exchange, request.limiter)
    if request.limiter.name == "granted":
        return [*lines, Line("app", "app called"), *_app(request, fields, judged)]
    wait = max(1, _seconds(request.limiter.values[0]))
    return lines + _whole(429, {"retry-after": str(wait), **fields}, judged)


def fields_of(exchange: Exchange, limiter: Step) -> dict[str, str]:
    """Return both fields."""
    name = "".join(f"\\{c}" if c in '"\\' else c for c in exchange.name)
    seconds, part = divmod(exchange.quota.period, SECOND)
    window = "" if part else f";w={seconds}"
    remaining, next_after = limiter.values if limiter.name == "granted" else (0, *limiter.values)
    return {
        "ratelimit-policy": f'"{name}";q={exchange.quota.limit}{window}',
        "ratelimit": f'"{name}";r={remaining};t={_seconds(next_after)}',
    }


def _seconds(nanoseconds: int) -> int:
    """Return whole seconds, rounded up."""
    whole, part = divmod(nanoseconds, SECOND)
    return whole + 1 if part else whole


def _app(request: Request, fields: dict[str, str], judged: Judged) -> Iterator[Line]:
    """Yield what comes of an app."""
    number = 0
    for step in request.app:
        if step.name == "raises":
            yield Line("end", f"raises the app's {step.values[0]}")
            return
        if step.name == "receive":
            yield Line("app", "receives")
            continue
        number += 1
        message = message_of(step)
        headers = message.pop("headers", ()) if step.name == "start" else ()
        yield Line("message", _told(message))
        if step.name == "start":
            pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
            yield from _headers(_with(pairs, fields), judged)
        if request.gone and number >= request.gone:
            yield Line("app", "send raises the server's OSError")
            yield Line("end", "raises the server's OSError")
            return
    yield Line("end", "returns")


def _with(headers: list[Pair], fields: dict[str, str]) -> list[Pair]:
    """Return an app's headers with the fields, which are last."""
    found = [(name, value) for name, value in headers if name not in fields]
    for field, ours in fields.items():
        theirs = [value for name, value in headers if name == field]
        found.append((field, ", ".join([*theirs, ours])))
    return found


def _whole(status: int, own: dict[str, str], judged: Judged) -> list[Line]:
    """Return a complete response of the middleware's own."""
    start = [Line("message", f"start {status}"), *_headers(list(own.items()), judged)]
    return [*start, Line("message", "a body, to its end"), Line("end", "returns")]


def _headers(headers: list[Pair], judged: Judged) -> Iterator[Line]:
    """Yield the headers that are judged."""
    for name, value in headers:
        if judged.fields or (judged.retry and name == "retry-after"):
            yield Line("header", f"{name}: {value}")


# What was heard


def yours(connection: Connection, judged: Judged) -> list[Line]:
    """Return what was heard of a request."""
    request, lines = connection.request, list[Line]()
    own_answer = request.scope == "http" and not any(heard.what == "app" for heard in connection.heard)
    rest = list(connection.heard)
    while rest:
        heard = rest.pop(0)
        faults = _faults(heard, judged)
        words = "".join(f", {fault}" for fault in faults)
        if heard.what == "hit":
            lines.append(Line("limiter", _hit(heard, judged) + words))
        elif heard.what == "app":
            lines.append(Line("app", f"app called{words}"))
        elif heard.what == "receive":
            lines.append(Line("app", f"receives{words}"))
        elif heard.what == "message" and own_answer:
            messages = [heard, *(each for each in rest if each.what == "message")]
            rest = [each for each in rest if each.what != "message"]
            lines += _own(messages, request, judged)
        elif heard.what == "message":
            lines += _passed(heard.value, words, request, judged)
        else:
            lines += _else(heard, words, connection, judged)
    if not judged.passing:  # messages may come late
        lines.sort(key=lambda line: line.kind == "end")
    return lines


_CONTEXT = ("in another task", "in another context")
_HANDED = ("with a changed scope", "with another receive")


def _faults(heard: Heard, judged: Judged) -> list[str]:
    unseen = (() if judged.context else _CONTEXT) + (() if judged.passing else _HANDED)
    return [fault for fault in heard.faults if fault not in unseen]


def _hit(heard: Heard, judged: Judged) -> str:
    key, cost = heard.value
    shown = brief(key) if type(key) is str else f"{brief(key)}, which is no str"
    words = f"hit({shown})" if judged.key else "hit"
    return words if type(cost) is int and cost == 1 else f"{words}, cost {brief(cost)}"


def _else(heard: Heard, words: str, connection: Connection, judged: Judged) -> Iterator[Line]:
    if heard.what == "told":
        yield Line("app", f"send raises {connection.whose(heard.value) or type(heard.value).__name__}{words}")
    elif heard.what == "early" and judged.passing:
        yield Line("app", "send returns before the server has it")
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


def _passed(message: Any, words: str, request: Request, judged: Judged) -> Iterator[Line]:
    """Yield a message that came while an app answers."""
    if not isinstance(message, dict):
        yield Line("message", f"{brief(message)}, which is no message")
        return
    if message.get("type") != "http.response.start":
        yield Line("message", _told(message) + words)
        return
    headers = _pairs(message.get("headers", ()))
    rest = {name: value for name, value in message.items() if name != "headers"}
    yield Line("message", _told(rest) + words)
    if isinstance(headers, str):
        yield Line("header", headers)
        return
    granted = request.limiter.name == "granted" and request.scope == "http"
    yield from _headers(_ours_last(headers, FIELDS if granted else ()), judged)


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
        yield Line("message", f"{_told(first)}, before any start")
        return
    status, headers = first.get("status"), _pairs(first.get("headers", ()))
    if isinstance(status, IntEnum):  # as `http.HTTPStatus` is
        status = int(status)
    yield Line("message", f"start {status if type(status) is int else brief(status)}{words}")
    if isinstance(headers, str):
        yield Line("header", headers)
        return
    ours = [pair for pair in headers if pair[0] in OWN]
    yield from _headers(_ours_last(ours, OWN), judged)
    if parts:
        length = next((value for name, value in headers if name == "content-length"), None)
        length = None if request.method == "HEAD" else length  # there it is that of the answer to a GET
        yield Line("message", _parts(parts, length))


def _parts(parts: list[Any], length: str | None) -> str:
    """Say what is wrong with the body of a response; if nothing is, that it is whole."""
    size = 0
    for number, part in enumerate(parts):
        if not isinstance(part, dict) or part.get("type") != "http.response.body":
            return _told(part)
        content = part.get("body", b"")
        if not isinstance(content, bytes):
            return f"a body of type {type(content).__name__}"
        size += len(content)
        if bool(part.get("more_body", False)) is (number == len(parts) - 1):
            return "a body without an end" if number == len(parts) - 1 else "a body after the end"
    if length is not None and length != str(size):
        return f"a body of {size} bytes; content-length is {length}"
    return "a body, to its end"


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


def _told(message: Any) -> str:
    """Return a message in a few words."""
    if not isinstance(message, dict):
        return brief(message)
    rest = dict(message)
    kind = str(rest.pop("type", "no type")).removeprefix("http.response.")
    if kind == "start":
        kind = f"start {rest.pop('status', None)!r}"
    elif kind == "body":
        kind = f"body {rest.pop('body', b'')!r}"
        kind += " and more" if rest.pop("more_body", False) else ""
    return kind + "".join(f", {name}={brief(value)}" for name, value in rest.items())


# Side by side


def first_difference(right: list[Line], mine: list[Line]) -> int | None:
    """Return where two columns differ first; None if nowhere."""
    for number, (one, other) in enumerate(zip_longest(right, mine)):
        if one is None or other is None or one.text != other.text:
            return number
    return None


def rows(number: int, right: list[Line], mine: list[Line], *, until: int | None = None) -> list[Row]:
    """Return the rows of a request's table, to the first difference."""
    both = list(zip_longest(right, mine, fillvalue=Line("end", "nothing more")))
    return [
        Row(number, one.kind, one.text, other.text) for one, other in (both if until is None else both[: until + 1])
    ]


def given(number: int, request: Request) -> list[Row]:
    """Return the rows that say what comes, what the limiter answers and what the app does."""
    asked = request.scope
    asked += "" if request.client is None or request.scope == "lifespan" else f" from {request.client}"
    asked += f"; {request.times} times" if request.times > 1 else ""
    asked += "" if (request.method, request.path) == ("GET", "/") else f"; {request.method} {request.path}"
    asked += "".join(f"; X-Forwarded-For: {line}" for line in request.forwarded)
    asked += f"; the client is gone at message {request.gone}" if request.gone else ""
    words = [asked]
    if request.scope == "http":
        words.append(f"limiter: {_limiter(request.limiter)}")
    if not (request.scope == "http" and request.limiter.name in ("refused", "cancelled")):
        words.append("app: " + (" ".join(map(str, request.app)) or "does nothing"))
    return [Row(number, "given", each, each) for each in words]


def _limiter(step: Step) -> str:
    if step.name == "granted":
        return "allowed, remaining {}, next_after {:_}".format(*step.values)
    if step.name == "refused":
        return f"refused, remaining 0, retry_after and next_after {step.values[0]:_}"
    return "is cancelled" if step.name == "cancelled" else f"raises {step.values[0]}"
