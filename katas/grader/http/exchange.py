"""An exchange: a middleware, and the requests that it serves. What a card shows and `--replay` reads.

`middleware('10/minute', trusted=['10.0.0.0/8']) http(client='10.0.0.1', forwarded=['192.0.2.7'])`

What is as usual is left out: a client at 192.0.2.1, a limiter that grants, an app that answers 200 and `hello`.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from ipaddress import ip_network
from typing import Any, NamedTuple

from ratelimit import Quota

SECOND = 10**9  # ns
SCOPES = ("http", "websocket", "lifespan", "webtransport", "channel")
_MOST = 10_000
_FORM = "middleware('10/minute') http() http(client='192.0.2.7', limiter=refused(1500000000))"


class Step(NamedTuple):
    """One thing that the limiter or the app does: `start(200, 'x-a: 1')`, `body('hello')`, `refused(1500000000)`."""

    name: str
    values: tuple[Any, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(_written, self.values))})"


def start(status: int = 200, *headers: str) -> Step:
    """The app starts its response; without headers, its message has no such key."""
    return Step("start", (status, *headers))


def body(text: str = "hello", *more: str) -> Step:
    """The app sends a part of its body; `more` says that it goes on, `bare` that the message has no key for it."""
    return Step("body", (text, *more))


def granted(remaining: int = 9, next_after: int = SECOND) -> Step:
    """The limiter grants."""
    return Step("granted", (remaining, next_after))


def refused(wait: int = SECOND) -> Step:
    """The limiter refuses, for so long."""
    return Step("refused", (wait,))


ANSWER = (start(200, "content-type: text/plain"), body())  # of an app that does nothing special
STEPS: dict[str, tuple[tuple[type, ...], ...]] = {  # the types of what stands in the brackets, at least and at most
    "granted": ((int, int), (int, int)),
    "refused": ((int,), (int,)),
    "fails": ((str,), (str,)),
    "cancelled": ((), ()),
    "start": ((int,), (int, *[str] * 9)),
    "body": ((str,), (str, str, str)),
    "message": ((str,), (str,)),
    "receive": ((), ()),
    "raises": ((str,), (str,)),
}
LIMITER = ("granted", "refused", "fails", "cancelled")
ERRORS = ("RuntimeError", "OSError", "ValueError", "KeyError", "TimeoutError", "CancelledError", "BaseException")


def error_when_gone(number: int) -> str:
    """Return what sending raises once the client is gone, from message `number` on: servers differ."""
    return ("ConnectionResetError", "OSError", "BrokenPipeError")[(number - 1) % 3]


def goes_on(limiter: Step) -> str:
    """Return the error of a limiter that is no failure, and so goes on to the server; "" if it is none."""
    if limiter.name == "cancelled":
        return "CancelledError"
    return "BaseException" if limiter.values == ("BaseException",) else ""


def pair_of(line: str) -> tuple[bytes, bytes]:
    """Return a header, from its line."""
    name, _, value = line.partition(": ")
    return name.encode("latin-1"), value.encode("latin-1")


class Request(NamedTuple):
    """What comes, what the limiter says of it, and what the app does if it is called."""

    scope: str = "http"
    client: str | None = "192.0.2.1"  # None: the scope has no peer
    forwarded: tuple[str, ...] = ()  # the lines of X-Forwarded-For
    limiter: Step = granted()
    app: tuple[Step, ...] = ANSWER
    method: str = "GET"
    path: str = "/"
    headers: tuple[str, ...] = ()  # other lines than those that each request has
    query: str = ""
    root_path: str = ""
    scheme: str = "http"
    http_version: str = "1.1"
    times: int = 1  # so many of them, one after the other
    gone: int = 0  # the client is gone: sending message number `gone` raises, and each after it; 0: never

    @classmethod
    def of(cls, scope: str) -> "Request":
        """Return a usual request of this scope. Only an app for http sends something then."""
        return cls(scope) if scope == "http" else cls(scope, app=())

    def __str__(self) -> str:
        usual = Request.of(self.scope)
        words = [
            f"{name}={_written(value)}"
            for name, value, other in zip(self._fields, self, usual, strict=True)
            if value != other
        ]
        return f"{self.scope}({', '.join(words)})"


class Exchange(NamedTuple):
    """A middleware and its requests. `turns` says whose turn it is, by the number of the request, from 1."""

    quota: Quota
    trusted: tuple[str, ...] = ()
    name: str = "default"
    on_error: str = "allow"
    requests: tuple[Request, ...] = (Request(),)
    turns: tuple[int, ...] = ()
    inner: Step | None = None  # the app is in another middleware of the same class (`INNER`); what its limiter answers

    @property
    def all_requests(self) -> list[Request]:
        """Each request as often as it comes."""
        return [request for request in self.requests for _ in range(request.times)]

    def __str__(self) -> str:
        usual = Exchange(self.quota)
        unusual = [field for field in ("trusted", "name", "on_error") if getattr(self, field) != getattr(usual, field)]
        words = [_written(str(self.quota)), *(f"{field}={_written(getattr(self, field))}" for field in unusual)]
        words += [f"inner={self.inner}"] if self.inner else []
        turns = [f"turns({', '.join(map(str, self.turns))})"] if self.turns else []
        return " ".join([f"middleware({', '.join(words)})", *map(str, self.requests), *turns])

    @classmethod
    def parse(cls, text: str) -> "Exchange":
        """Read an exchange as a card prints it. Raises a `ValueError` that shows the form."""
        try:
            return _exchange(list(_terms(text)))
        except (SyntaxError, TypeError, KeyError, IndexError, AttributeError, ValueError) as error:
            raise ValueError(f"an exchange looks like {_FORM!r}, got {text!r}: {error}") from error


INNER = Exchange(Quota(3, SECOND), name="inner", on_error="deny")  # how the other middleware is made


class Term(NamedTuple):
    """A call, as it is written: its name, and what stands in the brackets."""

    name: str
    values: tuple[Any, ...]
    named: dict[str, Any]


def _terms(text: str) -> Iterator[Term]:
    """Read calls with spaces between them."""
    line = re.sub(r"\s*\n\s*", " ", text.strip())  # a long one is shown in several
    listed = re.sub(r"\)\s+(?=\w+\()", "), ", line)
    for node in ast.parse(f"[{listed}]", mode="eval").body.elts:  # type: ignore[attr-defined]
        found = _value(node)
        if not isinstance(found, Term):
            raise TypeError(f"not a call: {ast.unparse(node)}")
        yield found


def _value(node: ast.expr) -> Any:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        named = {str(keyword.arg): _value(keyword.value) for keyword in node.keywords}
        return Term(node.func.id, tuple(map(_value, node.args)), named)
    if isinstance(node, ast.List):
        return tuple(map(_value, node.elts))
    return ast.literal_eval(node)


def _exchange(terms: list[Term]) -> Exchange:
    head, requests = terms[0], terms[1:]
    turns = requests.pop().values if requests and requests[-1].name == "turns" else ()
    if head.name != "middleware" or len(head.values) != 1 or not requests:
        raise ValueError("it begins with middleware(quota), and has at least one request")
    named = dict(head.named)
    if "inner" in named:
        named["inner"] = _step(named["inner"])
        if named["inner"].name not in LIMITER or goes_on(named["inner"]):
            raise ValueError(f"inner is granted, refused or fails, got {named['inner']}")
    found = Exchange(Quota.parse(head.values[0]), **named)
    if found.on_error not in ("allow", "deny"):
        raise ValueError(f"on_error is 'allow' or 'deny', got {found.on_error!r}")
    for network in found.trusted:
        ip_network(network)
    found = found._replace(requests=tuple(map(_request, requests)), turns=tuple(turns))
    if not all(isinstance(turn, int) and 1 <= turn <= len(found.all_requests) for turn in turns):
        raise ValueError("turns are numbers of requests, from 1")
    return found


def _request(term: Term) -> Request:
    if term.name not in SCOPES or term.values:
        raise ValueError(f"a request is one of {', '.join(SCOPES)}, got {term.name}")
    named = dict(term.named)
    if "app" in named:
        named["app"] = tuple(map(_step, named["app"]))
    if "limiter" in named:
        named["limiter"] = _step(named["limiter"])
    found = Request.of(term.name)._replace(**named)
    if not isinstance(found.client, str | None):
        raise TypeError(f"client is a text or None, got {found.client!r}")
    if not 1 <= found.times <= _MOST:
        raise ValueError(f"times is a number from 1 to {_MOST}, got {found.times}")
    if found.limiter.name not in LIMITER or any(step.name in LIMITER for step in found.app):
        raise ValueError(f"a limiter does {', '.join(LIMITER)}, an app the rest of {', '.join(STEPS)}")
    return found


def _step(term: Term) -> Step:
    least, most = STEPS[term.name]
    fits = len(least) <= len(term.values) <= len(most) and not term.named
    if not fits or not all(type(value) is kind for value, kind in zip(term.values, most, strict=False)):
        raise ValueError(f"{term.name} is written with {len(least)} to {len(most)} values")
    if term.name in ("fails", "raises") and term.values[0] not in ERRORS:
        raise ValueError(f"errors are {', '.join(ERRORS)}, got {term.values[0]}")
    return Step(term.name, term.values)


_PLAIN = re.compile(r"[\w .,:;/=%*\[\]<>+-]", re.ASCII)


def _written(value: Any) -> str:
    """Write a value so that it can stand between double quotes in a shell, too."""
    if isinstance(value, Step):
        return str(value)
    if isinstance(value, str):
        plain = "".join(c if _PLAIN.match(c) else f"\\x{ord(c):02x}" for c in value)
        plain = plain.replace("  ", r" \x20")  # where a line is broken, one space stays
        return f"'{plain}'"
    if isinstance(value, Iterable):
        return f"[{', '.join(map(_written, value))}]"
    return repr(value)
