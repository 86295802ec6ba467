"""What was decided on one request."""

from typing import Any, Final

from ratelimit.web.demand import Demand
from ratelimit.web.request_decision import RequestDecision
from ratelimit.web.request_limiter import RequestLimiter

DECISIONS: Final = "ratelimit.decisions"
"""Where a request's dict has them."""
INNER: Final = "ratelimit.inner"
"""Where a scope has the limiter of the middleware that is the nearest to the route, if it is not the outermost."""


class Decisions:
    """What was decided on one request, one after the other: by the limits of the app, of a router, and of a route.

    If one refuses, those before it get back what they have taken, so that the request counts in none; and only of that
    one the client is told. But if the same limits have let a part of the request pass before, that was served: such as
    the first calls of a function in a loop. Then nothing is given back. Who goes on after a refusal is asked again.

    limiter: that of the app, which writes the fields.
    is_refused: whether the last one has refused.
    status: of the answer, once it has begun, where the framework tells that apart.
    """

    __slots__ = ("is_refused", "limiter", "status", "told")

    def __init__(self, limiter: RequestLimiter) -> None:
        self.limiter = limiter
        self.is_refused = False
        self.status: int | None = None
        self.told: list[tuple[RequestLimiter, RequestDecision, Demand | None]] = []

    async def decide(
        self, request: Any, demand: Demand | None = None, limiter: RequestLimiter | None = None
    ) -> RequestDecision | None:
        """Decide on the request, by the limits of the app or by others; None if it doesn't count."""
        limiter = limiter or self.limiter
        decided = await limiter.decide(request, demand)
        if decided is None:
            return None
        if decided.allowed:
            if self.is_refused:
                self.go_on()
            self.told.append((limiter, decided, demand))
        else:
            await self.refuse(limiter, decided, demand)
        return decided

    def go_on(self) -> None:
        """Tell no more of a refusal after which something else is granted."""
        self.is_refused = False
        self.told = [entry for entry in self.told if entry[1].allowed]

    async def refuse(self, limiter: RequestLimiter, decided: RequestDecision, demand: Demand | None = None) -> None:
        """Give back what was taken before, as a limiter has refused the request, unless a part of it was served."""
        self.go_on()
        self.is_refused = True
        earlier, self.told = self.told, [(limiter, decided, demand)]
        if any(asked is limiter and each is demand for asked, _, each in earlier):
            self.told = [*earlier, *self.told]
            return
        for asked, each, _ in earlier:
            await asked.give_back(each)

    def fields(self) -> list[list[tuple[str, str]]]:
        """Return the fields of the answer: those of each decision, the last one's first.

        A limit in which the request has counted twice, by the same counter, is told once, as it is after both.
        """
        if len(self.told) == 1:
            limiter, decided, _ = self.told[0]
            return [decided.fields(exposed=limiter.exposes)]
        fields: list[list[tuple[str, str]]] = []
        seen: set[object] = set()
        for limiter, decided, _ in reversed(self.told):
            counters = [(id(limiter.new_limiter), *each) for each in decided.counters]
            left_out = [number for number, counter in enumerate(counters) if counter in seen]
            fields.append(decided.fields(exposed=limiter.exposes, left_out=left_out))
            seen.update(counters)
        return fields

    async def settle(self, request: Any, status: int, limiter: RequestLimiter | None = None) -> None:
        """Settle what the request has cost in the limits of the app, or of another limiter, by its answer's status."""
        limiter = limiter or self.limiter
        own = [(decided, demand) for asked, decided, demand in self.told if asked is limiter]
        await limiter.settle(request, status, own)
