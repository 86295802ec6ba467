"""Envoy's `RateLimitService`, version 3."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple

import grpc
from envoy.service.ratelimit.v3 import rls_pb2
from google.protobuf.message import DecodeError

from ratelimit.decision import whole_seconds
from ratelimit.gateway.any_bytes import in_utf_8
from ratelimit.gateway.asked import Asked
from ratelimit.gateway.descriptors import UNITS, Descriptors
from ratelimit.gateway.gateway import Gateway
from ratelimit.gateway.request import Entries
from ratelimit.gateway.verdict import Verdict
from ratelimit.web.problem import CONTENT_TYPE, body_of

NAME: Final = rls_pb2.DESCRIPTOR.services_by_name["RateLimitService"].full_name

_OK: Final = rls_pb2.RateLimitResponse.OK
_OVER: Final = rls_pb2.RateLimitResponse.OVER_LIMIT
_PASSED: Final = {"code": _OK}
_LARGEST: Final = 2**32 - 1
_LONGEST: Final = 315_576_000_000  # s: no `Duration` is longer, and an error would let all requests pass
_LARGEST_KNOWN: Final = 4096  # bytes of a message
_UNITS: Final = {period: rls_pb2.RateLimitResponse.RateLimit.Unit.Value(unit.upper()) for unit, period in UNITS.items()}
_OVERRIDES: Final = ("", "second", "minute", "hour", "day", "month", "year")  # by the number of Envoy's RateLimitUnit


class Question(NamedTuple):
    """What Envoy asks.

    descriptors: each with its override and its hits. entries, hits: of all of them together, as policies count them.
    """

    domain: str
    descriptors: Sequence[tuple[Entries, tuple[int, str] | None, int]]
    entries: tuple[tuple[str, str], ...]
    hits: int


class RateLimitService:
    """Answers what Envoy asks.

    The answer has the fields for clients, and for a refused request the body and `Retry-After`. Each descriptor has
    the code, the limit, what is left, and the seconds until all is back; one that refuses has those to wait. They are
    rounded up. One that was not counted has the code alone: its hits are more than the limit, or another one decided
    before it was asked.
    """

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    def add_to(self, server: grpc.aio.Server) -> None:
        """Let a server answer by it."""
        handler = grpc.unary_unary_rpc_method_handler(
            self.should_rate_limit, _question, rls_pb2.RateLimitResponse.SerializeToString
        )
        server.add_registered_method_handlers(NAME, {"ShouldRateLimit": handler})

    async def should_rate_limit(self, question: Question, context: Any) -> Any:
        """Decide on one request: on all of its descriptors together."""
        domain, descriptors, entries, hits = question
        if not domain:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, "domain must not be empty")
        if not descriptors:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, "descriptors must be at least one, got none")
        book = self._gateway.book(domain)
        if book is None:
            return _answer(await self._gateway.decide([]), [_PASSED] * len(descriptors))
        if isinstance(book, Descriptors):
            asked = book.asked(descriptors)
            verdict = await self._gateway.decide_on_descriptors(_once(asked))
            return _answer(verdict, [_status(verdict, each) for each in asked])
        verdict = await self._gateway.decide(book.asked_by(entries, hits))
        return _answer(verdict, [_status(verdict, verdict.deciding)] * len(descriptors))


def _question(message: bytes) -> Question:
    """Read what Envoy asks, which often asks the same."""
    return _known_question(message) if len(message) <= _LARGEST_KNOWN else _new_question(message)


def _new_question(message: bytes) -> Question:
    try:
        request: Any = rls_pb2.RateLimitRequest.FromString(message)
    except DecodeError:  # an error would let the request pass
        request = rls_pb2.RateLimitRequest.FromString(in_utf_8(message))
    hits = request.hits_addend or 1
    descriptors = tuple(
        (_entries(each), _override(each), each.hits_addend.value if each.HasField("hits_addend") else hits)
        for each in request.descriptors
    )
    return Question(request.domain, descriptors, tuple(chain.from_iterable(each[0] for each in descriptors)), hits)


_known_question: Final = lru_cache(1024)(_new_question)  # 2 us


def _entries(descriptor: Any) -> Entries:
    return tuple([(entry.key, entry.value) for entry in descriptor.entries])


def _override(descriptor: Any) -> tuple[int, str] | None:
    """Return the limit that Envoy's own configuration has; None if there is none, or it is no limit."""
    if not descriptor.HasField("limit") or not 0 < descriptor.limit.unit < len(_OVERRIDES):
        return None
    return descriptor.limit.requests_per_unit, _OVERRIDES[descriptor.limit.unit]


def _once(asked: Sequence[Asked | None]) -> list[Asked]:
    """Return what is asked, without repetitions."""
    return list({id(each): each for each in asked if each is not None}.values())


def _answer(verdict: Verdict, statuses: Sequence[Any]) -> Any:
    fields = [{"key": name.lower(), "value": value} for name, value in verdict.fields()]
    if verdict.allowed:
        return rls_pb2.RateLimitResponse(overall_code=_OK, statuses=statuses, response_headers_to_add=fields)
    return rls_pb2.RateLimitResponse(
        overall_code=_OVER,
        statuses=statuses,
        response_headers_to_add=[*fields, {"key": "content-type", "value": CONTENT_TYPE}],
        raw_body=body_of(verdict, 429),  # Envoy's configuration has the status
    )


def _status(verdict: Verdict, asked: Asked | None) -> dict[str, Any]:
    """Return what one descriptor is told."""
    if asked is None:
        return _PASSED
    rule = asked.rule
    if rule.blocks or not rule.limits:
        over = rule.blocks and not rule.shadow
        return {"code": _OVER if over else _OK, "limit_remaining": 0 if rule.blocks else _LARGEST}
    told = verdict.told(asked)
    if told is None:
        return {"code": _OVER if asked in verdict.refusing else _OK}
    quota = told.quota
    status = {
        "code": _OVER if told.wait else _OK,
        "limit_remaining": min(told.remaining, _LARGEST),
        "duration_until_reset": {"seconds": min(whole_seconds(told.wait or told.reset_after), _LONGEST)},
    }
    unit = _UNITS.get(quota.period)
    if unit is not None and quota.limit <= _LARGEST:
        status["current_limit"] = {"requests_per_unit": quota.limit, "unit": unit, "name": rule.name}
    return status
