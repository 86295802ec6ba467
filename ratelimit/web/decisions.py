"""What was decided on one request."""

from typing import Any, Final

from ratelimit.web.demand import Demand
from ratelimit.web.request_decision import RequestDecision
from ratelimit.web.request_limiter import RequestLimiter
from ratelimit.web.steps import Steps

DECISIONS: Final = "ratelimit.decisions"
"""Where a request's dict has them."""


class Decisions:
    """What was decided on one request, one after the other: by the limits of the app, of a router, and of a route.

    If one refuses, those before it get back what they have taken, so that the request counts in none; and only of that
    one the client is told.

    limiter: that of the app, which writes the fields.
    """

    __slots__ = ("_is_refused", "_told", "limiter")

    def __init__(self, limiter: RequestLimiter) -> None:
        self.limiter = limiter
        self._is_refused = False
        self._told: list[tuple[RequestLimiter, RequestDecision]] = []

    def decide(
        self, request: Any, demand: Demand | None = None, limiter: RequestLimiter | None = None
    ) -> Steps[RequestDecision | None]:
        """Decide on the request, by the limits of the app or by others; None if it doesn't count.

        Once it is refused, it doesn't count any more.
        """
        if self._is_refused:
            return None
        limiter = limiter or self.limiter
        decided = yield from limiter.decide(request, demand)
        if decided is not None:
            if not decided.allowed:
                self._is_refused = True
                earlier, self._told = self._told, []
                for asked, each in earlier:
                    yield from asked.give_back(each)
            self._told.append((limiter, decided))
        return decided

    def fields(self) -> list[list[tuple[str, str]]]:
        """Return the fields of the answer: those of each decision, the last one's first."""
        return [limiter.fields(decided) for limiter, decided in reversed(self._told)]

    def settle(self, request: Any, status: int, limiter: RequestLimiter | None = None) -> Steps[None]:
        """Settle what the request has cost in the limits of the app, or of another limiter, by its answer's status."""
        limiter = limiter or self.limiter
        for asked, decided in self._told:
            if asked is limiter:
                yield from limiter.settle(request, decided, status)
