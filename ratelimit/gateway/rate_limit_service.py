"""Envoy's `RateLimitService`, version 3."""

from collections.abc import Sequence
from typing import Any, Final

import grpc
from envoy.service.ratelimit.v3 import rls_pb2, rls_pb2_grpc

from ratelimit.decision import whole_seconds
from ratelimit.gateway.asked import Asked
from ratelimit.gateway.descriptors import UNITS, Descriptors
from ratelimit.gateway.gateway import Gateway
from ratelimit.gateway.request import Entries
from ratelimit.gateway.verdict import Verdict
from ratelimit.web.problem import CONTENT_TYPE, body_of

_OK: Final = rls_pb2.RateLimitResponse.OK
_OVER: Final = rls_pb2.RateLimitResponse.OVER_LIMIT
_PASSED: Final = rls_pb2.RateLimitResponse.DescriptorStatus(code=_OK)
_LARGEST: Final = 2**32 - 1
_UNITS: Final = {period: rls_pb2.RateLimitResponse.RateLimit.Unit.Value(unit.upper()) for unit, period in UNITS.items()}
_OVERRIDES: Final = ("", "second", "minute", "hour", "day", "month", "year")  # by the number of Envoy's RateLimitUnit


class RateLimitService(rls_pb2_grpc.RateLimitServiceServicer):
    """Answers what Envoy asks.

    The answer has the fields for clients, and for a refused request the body and `Retry-After`. Each descriptor has
    the code, the limit, what is left, and the seconds until all is back; one that refuses has those to wait. They are
    rounded up.
    """

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def ShouldRateLimit(self, request: Any, context: Any) -> Any:  # noqa: N802  gRPC's name
        """Decide on one request: on all of its descriptors together."""
        if not request.domain:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, "domain must not be empty")
        if not request.descriptors:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, "descriptors must be at least one, got none")
        book = self._gateway.book(request.domain)
        if book is None:
            return _answer(await self._gateway.decide([]), [_PASSED] * len(request.descriptors))
        hits = request.hits_addend or 1
        if isinstance(book, Descriptors):
            several = [
                (_entries(each), _override(each), each.hits_addend.value if each.HasField("hits_addend") else hits)
                for each in request.descriptors
            ]
            asked = book.asked(several)
            verdict = await self._gateway.decide_on_descriptors(_once(asked))
            return _answer(verdict, [_status(verdict, each) for each in asked])
        entries = [(entry.key, entry.value) for descriptor in request.descriptors for entry in descriptor.entries]
        verdict = await self._gateway.decide(book.asked_by(tuple(entries), hits))
        return _answer(verdict, [_status(verdict, verdict.deciding)] * len(request.descriptors))


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
    answer = rls_pb2.RateLimitResponse(overall_code=_OK if verdict.allowed else _OVER, statuses=statuses)
    for name, value in verdict.fields():
        answer.response_headers_to_add.add(key=name.lower(), value=value)
    if not verdict.allowed:
        answer.raw_body = body_of(verdict, 429)  # Envoy's configuration has the status
        answer.response_headers_to_add.add(key="content-type", value=CONTENT_TYPE)
    return answer


def _status(verdict: Verdict, asked: Asked | None) -> Any:
    """Return what one descriptor is told."""
    if asked is None:
        return _PASSED
    rule = asked.rule
    if rule.blocks or not rule.limits:
        over = rule.blocks and not rule.shadow
        return rls_pb2.RateLimitResponse.DescriptorStatus(
            code=_OVER if over else _OK, limit_remaining=0 if rule.blocks else _LARGEST
        )
    told = verdict.told(asked)
    if told is None:
        over = not verdict.allowed and not verdict.parts and verdict.policy == rule.name
        return rls_pb2.RateLimitResponse.DescriptorStatus(code=_OVER if over else _OK)
    status = rls_pb2.RateLimitResponse.DescriptorStatus(
        code=_OVER if told.wait else _OK, limit_remaining=min(told.remaining, _LARGEST)
    )
    status.duration_until_reset.seconds = whole_seconds(told.wait or told.reset_after)
    unit = _UNITS.get(told.quota.period)
    if unit is not None and told.quota.limit <= _LARGEST:
        status.current_limit.requests_per_unit = told.quota.limit
        status.current_limit.unit = unit
        status.current_limit.name = rule.name
    return status
