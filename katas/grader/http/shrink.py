"""Makes a failing exchange as small as possible while it still fails in the same way.

Smaller means: fewer requests, nobody's turn, then whatever can be as usual, then shorter lists and lower numbers.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from katas.grader.http.exchange import SECOND, Exchange, Request, Step
from katas.grader.smallest import smallest
from katas.grader.verdict import Failure
from ratelimit import Quota

TRIES = 500
SEVERAL, MANY = 8, 60  # requests: above, several are left out at once; no other way is tried
PARTS = 32  # of a long exchange, which are left out one by one
_FRIENDLY = ("192.0.2.7", "10.0.0.2", "2001:db8::7")  # addresses
_WAITS = (SECOND, 3 * SECOND // 2, 2 * SECOND, 1, 0, SECOND + 1)  # that read well, the best first
_LEFT = (9, 0, 1, 10)  # the same, of units
_PLAIN = ("gone", "method", "path", "headers", "query", "root_path", "scheme", "http_version")
_QUOTA = Quota(10, 60 * SECOND)


def shrunk(failure: Failure, put: Callable[[Exchange], object], renew: Callable[[], object]) -> Failure:
    """Return the failure on the smallest exchange found. `put` raises `Broken` where one fails."""
    asked = Exchange.parse(failure.timeline)
    return smallest(failure, asked, put, renew, smaller_than=smaller_than, way_of=way_of, tries=TRIES)


def way_of(failure: Failure) -> tuple[str, ...]:
    """Return how it fails."""
    kinds = failure.rows[-1].call if failure.rows else ""
    return failure.kind, failure.message.partition(":")[0], kinds


def smaller_than(exchange: Exchange) -> Iterator[Exchange]:
    """Yield smaller exchanges, the smallest first."""
    requests = exchange.requests
    yield from _with_fewer(exchange)
    if len(requests) > MANY:  # no request is looked at by itself
        return
    for turns in _shorter(exchange.turns):
        yield exchange._replace(turns=turns)
    yield from _plainer(exchange)
    for place, request in enumerate(requests):
        for smaller in _requests(request):
            yield exchange._replace(requests=(*requests[:place], smaller, *requests[place + 1 :]))


def _plainer(exchange: Exchange) -> Iterator[Exchange]:
    """Yield it with a middleware that is more as usual."""
    usual = Exchange(_QUOTA)
    for inner in (None, *_answers(exchange.inner)) if exchange.inner else ():
        yield exchange._replace(inner=inner)
    for field in ("on_error", "name", "trusted", "quota"):
        if getattr(exchange, field) != getattr(usual, field):
            yield exchange._replace(**{field: getattr(usual, field)})
    for trusted in _shorter(exchange.trusted):
        yield exchange._replace(trusted=trusted)
    for name in _shorter(exchange.name) if exchange.name != usual.name else ():
        yield exchange._replace(name=name)
    for quota in _quotas(exchange.quota):
        yield exchange._replace(quota=quota)


def _with_fewer(exchange: Exchange) -> Iterator[Exchange]:
    """Yield an exchange with fewer requests: without halves, quarters and so on of many, or without one of a few."""
    number = len(exchange.requests)
    if number > SEVERAL:
        yield from _without_stretches(exchange)
        yield exchange._replace(requests=_joined(exchange.requests))
    for gone in range(number) if 1 < number <= MANY else ():
        yield _without(exchange, gone)


def _without_stretches(exchange: Exchange) -> Iterator[Exchange]:
    requests = exchange.requests
    size = len(requests) // 2
    while size > max(1, len(requests) // PARTS):
        for first in reversed(range(0, len(requests), size)):
            yield exchange._replace(requests=requests[:first] + requests[first + size :], turns=())
        size //= 2


def _joined(requests: tuple[Request, ...]) -> tuple[Request, ...]:
    """Return equal requests in a row as one that comes so often."""
    alike = [list(group) for _, group in groupby(requests, lambda each: each._replace(times=1))]
    return tuple(group[0]._replace(times=sum(each.times for each in group)) for group in alike)


def _without(exchange: Exchange, place: int) -> Exchange:
    number = place + 1
    turns = tuple(turn - (turn > number) for turn in exchange.turns if turn != number)
    return exchange._replace(requests=exchange.requests[:place] + exchange.requests[place + 1 :], turns=turns)


def _shorter(items: Any) -> Iterator[Any]:
    """Yield a tuple or a text without its second half, and without one of its items."""
    if len(items) > 2:
        yield items[: len(items) // 2]
    for place in range(len(items)):
        yield items[:place] + items[place + 1 :]


def _requests(request: Request) -> Iterator[Request]:
    usual = Request.of(request.scope)
    for field in (*_PLAIN, "app", "limiter", "forwarded", "client"):
        if getattr(request, field) != getattr(usual, field):
            yield request._replace(**{field: getattr(usual, field)})
    for app in _shorter(request.app) if request.app != usual.app else ():
        if request.scope != "http" or _is_legal(app):
            yield request._replace(app=app)
    for place, step in enumerate(request.app if request.app != usual.app else ()):
        for smaller in _steps(step):
            yield request._replace(app=(*request.app[:place], smaller, *request.app[place + 1 :]))
    for limiter in _answers(request.limiter):
        yield request._replace(limiter=limiter)
    for times in sorted({1, *_lower(request.times)} - {0}) if request.times > 1 else ():
        yield request._replace(times=times)
    yield from _chains(request)


def _is_legal(app: tuple[Step, ...]) -> bool:
    """Whether an app starts its response before it goes on with it, as apps must."""
    starts = [place for place, step in enumerate(app) if step.name == "start"]
    first = next((n for n, step in enumerate(app) if step.name == "body" or step.values in _LATER), len(app))
    return bool(starts) or first == len(app)


_LATER = (("http.response.trailers",), ("http.response.pathsend",))


def _steps(step: Step) -> Iterator[Step]:
    """Yield a start with fewer headers and a usual status, a body with a shorter text."""
    if step.name == "start":
        status, *words = step.values
        for fewer in _shorter(tuple(words)):
            yield Step("start", (status, *fewer))
        if status != 200:
            yield Step("start", (200, *words))
    elif step.name == "body" and step.values[0] not in ("", "hello"):
        yield Step("body", ("hello", *step.values[1:]))


def _answers(step: Step) -> Iterator[Step]:
    if step.name == "fails" and step.values != ("RuntimeError",):
        yield Step("fails", ("RuntimeError",))
    for place, number in enumerate(step.values if step.name in ("granted", "refused") else ()):
        best = _LEFT if step.name == "granted" and place == 0 else _WAITS
        for better in _better(number, best):
            yield Step(step.name, (*step.values[:place], better, *step.values[place + 1 :]))


def _better(number: int, best: tuple[int, ...]) -> Iterator[int]:
    """Yield the numbers that read better; if this one is none of the best, lower ones too."""
    yield from best[: best.index(number)] if number in best else best
    if number not in best:
        yield from _lower(number)


def _lower(number: int) -> Iterator[int]:
    """Yield lower numbers: rounded to seconds, a tenth, half of it and so on, one less."""
    shares = (number * part // 100 for part in (10, 50, 75, 90, 97, 99))
    for lower in (number // SECOND * SECOND, *shares, number - SECOND, number - 1):
        if 0 <= lower < number:
            yield lower


def _quotas(quota: Quota) -> Iterator[Quota]:
    if quota.limit != _QUOTA.limit:
        yield Quota(_QUOTA.limit, quota.period)
    if quota.period != _QUOTA.period:
        yield Quota(quota.limit, _QUOTA.period)
    if quota.limit != _QUOTA.limit:
        yield from (Quota(limit, quota.period) for limit in _lower(quota.limit) if limit)
    if quota.period != _QUOTA.period:
        yield from (Quota(quota.limit, period) for period in _lower(quota.period) if period)


def _chains(request: Request) -> Iterator[Request]:
    """Yield fewer lines and entries of X-Forwarded-For, and friendlier ones."""
    lines = request.forwarded
    for fewer in _shorter(lines):
        yield request._replace(forwarded=fewer)
    if len(lines) > 1:
        yield request._replace(forwarded=(", ".join(lines),))
    for place, line in enumerate(lines):
        entries = tuple(line.split(","))
        for changed in (*(_shorter(entries) if len(entries) > 1 else ()), *_friendlier(entries)):
            yield request._replace(forwarded=(*lines[:place], ",".join(changed), *lines[place + 1 :]))


def _friendlier(entries: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for place, entry in enumerate(entries):
        best = next((rank for rank, each in enumerate(_FRIENDLY) if entry.strip() == each), len(_FRIENDLY))
        for address in _FRIENDLY[:best]:
            yield (*entries[:place], f" {address}" if place else address, *entries[place + 1 :])
        if entry != entry.strip():
            yield (
                *entries[:place],
                f"{' ' if place and entry[0] == ' ' else ''}{entry.strip()}",
                *entries[place + 1 :],
            )
