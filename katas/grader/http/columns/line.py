"""A line of a column, and what is looked at."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from katas.grader.verdict import brief

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


def judged_headers(headers: list[Pair], judged: Judged) -> Iterator[Line]:
    """Yield the headers that are judged."""
    for name, value in headers:
        if judged.fields or (judged.retry and name == "retry-after"):
            yield Line("header", f"{name}: {value}")


def told(message: Any) -> str:
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
