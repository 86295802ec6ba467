"""What is decided on a request, before the app sees it and after it has answered, whatever the server's interface."""

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from functools import partial
from time import monotonic_ns
from typing import Any, Literal, TypeAlias, TypedDict

from ratelimit.decision import Decision
from ratelimit.web.client_key import ClientKey
from ratelimit.web.demand import Cost, Demand, RequestLimits, checked_cost
from ratelimit.web.exemptions import Exemptions
from ratelimit.web.fields import DRAFT, Style, checked_style
from ratelimit.web.policy import Policy, checked_policies
from ratelimit.web.policy_set import NewLimiter, PolicySet, PolicySets, key_of
from ratelimit.web.request_decision import RequestDecision
from ratelimit.web.shared_memory import SharedMemory
from ratelimit.web.steps import Steps

Settle: TypeAlias = Callable[[Any, int], int | Awaitable[int | None] | None]
OnError: TypeAlias = Literal["open", "closed"] | NewLimiter


class Options(TypedDict, total=False):
    """The optional arguments that both middlewares have."""

    new_limiter: NewLimiter | None
    client: ClientKey | None
    fields: Style
    cost: Cost
    settle: Settle | None
    exempt_paths: Collection[str]
    exempt_methods: Collection[str]
    on_error: OnError
    dry_run: bool
    expose: bool


_Asked: TypeAlias = tuple[Sequence[Policy], Sequence[str], int, PolicySet]

_log = logging.getLogger("ratelimit.web")
_LOG_PAUSE = 1_000_000_000  # ns: a limiter that fails fails for each request


class RequestLimiter:
    """Decides on requests, and settles what they have cost; `RateLimitMiddleware` explains the arguments.

    client_of: returns the key of a request's client. checked: returns a limiter, or raises for one of the other kind.
    """

    __slots__ = (
        "_client_of",
        "_demand",
        "_dry_run",
        "_exemptions",
        "_expose",
        "_log_after",
        "_on_error",
        "_sets",
        "_settle",
    )

    def __init__(
        self,
        limits: RequestLimits | None,
        client_of: Callable[[ClientKey, Any], str],
        checked: Callable[[Any], Any],
        *,
        new_limiter: NewLimiter | None = None,
        client: ClientKey | None = None,
        fields: Style = DRAFT,
        cost: Cost = 1,
        settle: Settle | None = None,
        exempt_paths: Collection[str] = (),
        exempt_methods: Collection[str] = (),
        on_error: OnError = "open",
        dry_run: bool = False,
        expose: bool = False,
    ) -> None:
        if on_error not in ("open", "closed") and not callable(on_error):
            raise ValueError(f"on_error must be 'open', 'closed' or what makes a limiter, got {on_error!r}")
        new_stand_in = on_error if callable(on_error) else None
        self._sets = PolicySets(new_limiter or SharedMemory(), new_stand_in, checked, checked_style(fields))
        self._demand = Demand(_none if limits is None else limits, cost)
        if self._demand.policies:
            self._sets.of(self._demand.policies)  # it raises now what it would raise at the first request
        self._client_of = partial(client_of, client or ClientKey())
        self._settle = settle
        self._exemptions = Exemptions(exempt_paths, exempt_methods)
        self._on_error = on_error
        self._dry_run = dry_run
        self._expose = expose
        self._log_after = 0

    @property
    def settles(self) -> bool:
        """Whether the app's answer matters."""
        return self._settle is not None

    def is_exempt(self, method: str, path: str) -> bool:
        """Say whether requests like this one don't count."""
        return self._exemptions.hold(method, path)

    def decide(self, request: Any, demand: Demand | None = None) -> Steps[RequestDecision | None]:
        """Decide on a request, by the limits of the app or by others; None if it doesn't count.

        Raises what the functions raise that were passed in.
        """
        demand = demand or self._demand
        policies = demand.policies if demand.choose is None else checked_policies((yield demand.choose(request)))
        if not policies:
            return None
        cost = demand.cost if demand.price is None else checked_cost((yield demand.price(request)))
        if not cost:
            return None
        client = self._client_of(request)
        keys: list[str] = []
        for policy in policies:
            value = (yield policy.by(request)) if callable(policy.by) else None
            keys += [policy.key(value, client)] * len(policy.limits)
        policy_set = self._sets.of(policies)
        asked: _Asked = policies, keys, cost, policy_set
        if cost > policy_set.capacity:
            return RequestDecision(*asked, allowed=self._dry_run)
        try:
            decision = policy_set.limiter.hit(key_of(keys), cost)
            if not isinstance(decision, Decision):  # to be awaited; 400 ns
                decision = yield decision
        except Exception as error:  # noqa: BLE001  whatever it is, it is not the client's fault
            return (yield from self._without_limiter(asked, error))
        allowed = decision.allowed or self._dry_run
        if decision.degraded:
            return RequestDecision(*asked, decision, allowed=allowed, status=503, is_told=False)
        return RequestDecision(*asked, decision, allowed=allowed)

    def fields(self, decided: RequestDecision) -> list[tuple[str, str]]:
        """Return the fields of the answer to a request that counts."""
        fields = decided.fields()
        if not decided.allowed and (wait := decided.retry_after()) is not None:
            fields.insert(0, ("Retry-After", wait))
        if self._expose and fields:
            fields.append(("Access-Control-Expose-Headers", ", ".join(decided.field_names())))
        return fields

    def settle(self, request: Any, decided: RequestDecision, status: int) -> Steps[None]:
        """Give back or charge what a request has cost less or more than was taken, by the status of its answer."""
        if self._settle is None or not decided.has_taken:
            return
        cost = yield self._settle(request, status)
        if cost is not None:
            yield from self._correct(decided, checked_cost(cost) - decided.cost)

    def give_back(self, decided: RequestDecision) -> Steps[None]:
        """Give back all that was taken for a request."""
        if decided.has_taken:
            yield from self._correct(decided, -decided.cost)

    def _correct(self, decided: RequestDecision, more: int) -> Steps[None]:
        """Charge so many units more, or give them back."""
        try:
            if more > 0:
                limits = tuple([limit for policy in decided.policies for limit in policy.limits])
                yield self._sets.of_limits(limits).limiter.charge(key_of(decided.keys), more)
            elif more < 0 and decided.decision is not None:
                yield from self._refund(decided, decided.decision, -more)
        except Exception as error:  # noqa: BLE001  the request is decided
            self._tell("The limiter could not settle a request: %r", error)

    def _refund(self, decided: RequestDecision, decision: Decision, units: int) -> Steps[None]:
        """Give back units where they still count: once a limit is fresh, they would be somebody else's."""
        passed = monotonic_ns() - decided.decided_at
        limits = [limit for policy in decided.policies for limit in policy.limits]
        back = [
            (limit, key)
            for limit, key, level in zip(limits, decided.keys, decision.levels, strict=True)
            if passed < level.reset_after
        ]
        if len(back) == len(limits):
            yield self._sets.of_limits(tuple(limits)).limiter.refund(key_of(decided.keys), units)
        else:
            for limit, key in back:
                yield self._sets.of_limits((limit,)).limiter.refund(key, units)

    def _without_limiter(self, asked: _Asked, error: Exception) -> Steps[RequestDecision]:
        """Do what `on_error` says."""
        self._tell("The limiter has failed, on_error decides: %r", error)
        if not callable(self._on_error):
            allowed = self._on_error == "open" or self._dry_run
            return RequestDecision(*asked, allowed=allowed, status=503)
        _, keys, cost, policy_set = asked
        decision = yield policy_set.stand_in.hit(key_of(keys), cost)
        allowed = decision.allowed or self._dry_run
        return RequestDecision(*asked, decision, allowed=allowed, status=503, is_told=False)

    def _tell(self, message: str, error: Exception) -> None:
        now = monotonic_ns()
        if now >= self._log_after:
            self._log_after = now + _LOG_PAUSE
            _log.warning(message, error, exc_info=error)


def _none(_request: Any) -> None:
    """Choose no policy: only routes have limits."""
