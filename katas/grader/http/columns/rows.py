"""Two columns beside each other, and what was given: the rows of a card."""

from itertools import zip_longest

from katas.grader.http.columns.line import Line
from katas.grader.http.exchange import INNER, Exchange, Request, Step, goes_on
from katas.grader.verdict import Failure, Row

_REST = ("query", "root_path", "scheme", "http_version")
_USUAL = Request()._asdict()


def first_difference(right: list[Line], mine: list[Line]) -> int | None:
    """Return where two columns differ first; None if nowhere."""
    for number, (one, other) in enumerate(zip_longest(right, mine)):
        if one is None or other is None or one.text != other.text:
            return number
    return None


def side_by_side(number: int, right: list[Line], mine: list[Line], *, until: int | None = None) -> list[Row]:
    """Return the rows of a request's table, to the first difference."""
    both = list(zip_longest(right, mine, fillvalue=Line("end", "nothing more")))
    return [
        Row(number, one.kind, one.text, other.text) for one, other in (both if until is None else both[: until + 1])
    ]


def given(number: int, request: Request, inner: Step | None = None) -> list[Row]:
    """Return the rows that say what comes, what the limiter answers and what the app does."""
    asked = request.scope
    asked += "" if request.client is None or request.scope == "lifespan" else f" from {request.client}"
    asked += f"; {request.times} times" if request.times > 1 else ""
    asked += "" if (request.method, request.path) == ("GET", "/") else f"; {request.method} {request.path}"
    asked += "".join(f"; X-Forwarded-For: {line}" for line in request.forwarded)
    asked += "".join(f"; {line}" for line in request.headers)
    asked += "".join(f"; {name} {getattr(request, name)}" for name in _REST if getattr(request, name) != _USUAL[name])
    asked += f"; the client is gone at message {request.gone}" if request.gone else ""
    words = [asked]
    if request.scope == "http":
        words.append(f"limiter: {_limiter(request.limiter)}")
    if inner and request.scope == "http":
        words.append(f"inside is another: quota {INNER.quota}, name {INNER.name}, on_error {INNER.on_error}")
        words.append(f"its limiter: {_limiter(inner)}")
    if not (request.scope == "http" and (request.limiter.name == "refused" or goes_on(request.limiter))):
        words.append("app: " + (" ".join(map(str, request.app)) or "does nothing"))
    return [Row(number, "given", each, each) for each in words]


def with_those_at_once(failure: Failure) -> tuple[Row, ...]:
    """Return a failure's rows, and before the wrong request those that say what else is served at the same time."""
    rows = failure.rows
    if not rows or not (exchange := Exchange.parse(failure.timeline)).turns:
        return rows
    wrong = next(place for place, row in enumerate(rows) if row.now == rows[-1].now)
    shown = [exchange.all_requests[number - 1] for number in {row.now for row in rows}]
    others: list[Row] = []
    for number, request in enumerate(exchange.all_requests, 1):
        if not any(request is each for each in shown):
            shown.append(request)
            others += given(number, request, exchange.inner)
    return (*rows[:wrong], *others, *rows[wrong:])


def _limiter(step: Step) -> str:
    if step.name == "granted":
        return "allowed, remaining {}, next_after {:_}".format(*step.values)
    if step.name == "refused":
        return f"refused, remaining 0, retry_after and next_after {step.values[0]:_}"
    return "is cancelled" if step.name == "cancelled" else f"raises {step.values[0]}"
