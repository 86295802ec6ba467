"""What must be heard of a request, by the contract."""

from collections.abc import Iterator

from katas.grader.http.client_key import key_of
from katas.grader.http.columns.line import Judged, Line, Pair, judged_headers, told
from katas.grader.http.exchange import INNER, SECOND, Exchange, Request, Step, error_when_gone, goes_on
from katas.grader.http.serving.world import message_of


def expected(exchange: Exchange, request: Request, judged: Judged) -> list[Line]:
    """Return what the contract says."""
    if request.scope != "http":
        return [Line("app", "app called"), *_app(request, {}, judged)]
    key = repr(key_of(request.client, request.forwarded, exchange.trusted))
    lines = [Line("limiter", f"hit({key})" if judged.key else "hit")]
    if error := goes_on(request.limiter):
        return [*lines, Line("end", f"raises the limiter's {error}")]
    if request.limiter.name == "fails":
        if exchange.on_error == "allow":
            return [*lines, *_inside(exchange, request, {}, judged)]
        return lines + _whole(503, {"retry-after": "1"}, request, judged)
    fields = fields_of(exchange, request.limiter)
    if request.limiter.name == "granted":
        return [*lines, *_inside(exchange, request, fields, judged)]
    return lines + _refused(request.limiter, fields, request, judged)


def _inside(exchange: Exchange, request: Request, fields: dict[str, str], judged: Judged) -> Iterator[Line]:
    """Yield what comes of the app, or of the middleware that it is in; `fields` are those of the outer one."""
    if exchange.inner is None:
        yield from [Line("app", "app called"), *_app(request, fields, judged)]
        return
    key = repr(key_of(request.client, request.forwarded, exchange.trusted))
    yield Line("limiter", f"inner hit({key})" if judged.key else "inner hit")
    if exchange.inner.name == "fails":
        yield from _whole(503, {"retry-after": "1", **fields}, request, judged)
        return
    theirs = fields_of(INNER, exchange.inner)
    both = {field: ", ".join(filter(None, (ours, fields.get(field)))) for field, ours in theirs.items()}
    if exchange.inner.name == "refused":
        yield from _refused(exchange.inner, both, request, judged)
    else:
        yield from [Line("app", "app called"), *_app(request, both, judged)]


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
        yield Line("message", told(message))
        if step.name == "start":
            pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
            yield from judged_headers(_with(pairs, fields), judged)
        if request.gone and number >= request.gone:
            error = f"raises the server's {error_when_gone(request.gone)}"
            yield Line("app", f"send {error}")
            yield Line("end", error)
            return
    yield Line("end", "returns")


def _with(headers: list[Pair], fields: dict[str, str]) -> list[Pair]:
    """Return an app's headers with the fields, which are last."""
    found = [(name, value) for name, value in headers if name not in fields]
    for field, ours in fields.items():
        theirs = [value for name, value in headers if name == field]
        found.append((field, ", ".join([*theirs, ours])))
    return found


def _refused(limiter: Step, fields: dict[str, str], request: Request, judged: Judged) -> list[Line]:
    wait = max(1, _seconds(limiter.values[0]))
    return _whole(429, {"retry-after": str(wait), **fields}, request, judged)


def _whole(status: int, own: dict[str, str], request: Request, judged: Judged) -> list[Line]:
    """Return a complete response of the middleware's own. How it ends is free once the client is gone."""
    start = [Line("message", f"start {status}"), *judged_headers(list(own.items()), judged)]
    if request.gone:
        return start
    return [*start, Line("message", "a body, to its end"), Line("end", "returns")]
