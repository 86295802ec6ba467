"""What is decided on a request, before the app sees it and after it has answered, whatever the server's interface."""

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from time import monotonic_ns
from types import MethodType
from typing import Any, Literal, TypeAlias, TypedDict

from ratelimit.decision import Decision
from ratelimit.pool import is_pool_exhausted
from ratelimit.web.client_key import ClientKey
from ratelimit.web.coroutines import NoEventLoopError, asynchronous, awaited, not_awaited, plain
from ratelimit.web.demand import Cost, Demand, RequestLimits, checked_cost
from ratelimit.web.exemptions import Exemptions
from ratelimit.web.fields import DRAFT, Style, checked_style
from ratelimit.web.policy import NamedLimit, Policy, checked_policies
from ratelimit.web.policy_set import NewLimiter, PolicySet, PolicySets, key_of
from ratelimit.web.request_decision import RequestDecision
from ratelimit.web.shared_memory import SharedMemory

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


_log = logging.getLogger("ratelimit.web")
_LOG_PAUSE = 1_000_000_000  # ns: a limiter that fails fails for each request


class RequestLimiter:
    """Decides on requests, and settles what they have cost; `RateLimitMiddleware` explains the arguments.

    client_of: returns the key of a request's client. awaits: whether there is an event loop.
    new_limiter: whose limiters share counters with each other, and maybe with nobody else.
    exempts, is_exempt: whether some requests don't count, and which, by method and path. exposes: whether scripts may
        read the fields.
    """

    __slots__ = (
        "_client_of",
        "_demand",
        "_dry_run",
        "_log_after",
        "_on_error",
        "_sets",
        "_settle",
        "_value_of",
        "exempts",
        "exposes",
        "is_exempt",
        "new_limiter",
    )

    def __init__(
        self,
        limits: RequestLimits | None,
        client_of: Callable[[ClientKey, Any], str],
        *,
        awaits: bool,
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
        **unknown: object,
    ) -> None:
        for name in unknown:
            raise TypeError(f"an option must be one of limits, {', '.join(Options.__annotations__)}, got {name!r}")
        if on_error not in ("open", "closed") and not callable(on_error):
            raise ValueError(f"on_error must be 'open', 'closed' or what makes a limiter, got {on_error!r}")
        if client is not None and not isinstance(client, ClientKey):
            raise TypeError(f"client must be a ClientKey, got {client!r}")
        check_callable("new_limiter", new_limiter)
        check_callable("settle", settle)
        for name, value in (("dry_run", dry_run), ("expose", expose)):
            if not isinstance(value, bool):
                raise TypeError(f"{name} must be True or False, got {value!r}")
        new_stand_in = on_error if callable(on_error) else None
        self._value_of = awaited if awaits else not_awaited
        checked = asynchronous if awaits else plain
        self.new_limiter = new_limiter or SharedMemory()
        self._sets = PolicySets(self.new_limiter, new_stand_in, checked, checked_style(fields))
        self._demand = Demand(_none if limits is None else limits, cost)
        if self._demand.policies:
            self._sets.of(self._demand.policies)  # it raises now what it would raise at the first request
        self._client_of = MethodType(client_of, client or ClientKey())
        self._settle = settle
        self.is_exempt = Exemptions(exempt_paths, exempt_methods).hold
        self.exempts = bool(exempt_paths or exempt_methods)
        self._on_error = on_error
        self._dry_run = dry_run
        self.exposes = expose
        self._log_after = 0

    @property
    def settles(self) -> bool:
        """Whether the app's answer matters."""
        return self._settle is not None

    async def decide(self, request: Any, demand: Demand | None = None) -> RequestDecision | None:
        """Decide on a request, by the limits of the app or by others; None if it doesn't count.

        Raises what the functions raise that were passed in.
        """
        demand = demand or self._demand
        policies = demand.policies
        if demand.choose is not None:
            policies = checked_policies(await self._value_of(demand.choose(request)))
        if not policies:
            return None
        cost = demand.cost
        if demand.price is not None:
            cost = checked_cost(await self._value_of(demand.price(request)))
        if not cost:
            return None
        client = self._client_of(request)
        keys: list[str] = []
        for policy in policies:
            value = await self._value_of(policy.by(request)) if callable(policy.by) else None
            keys += [policy.key(value, client)] * len(policy.limits)
        policy_set = self._sets.of(policies)
        if cost > policy_set.capacity:
            return RequestDecision(policies, keys, cost, policy_set, None, self._dry_run)
        try:
            decision = policy_set.limiter.hit(key_of(keys), cost)
            if not isinstance(decision, Decision):
                decision = await self._value_of(decision)
        except Exception as error:  # noqa: BLE001  whatever it is, it is not the client's fault
            return await self._without_limiter(error, policies, keys, cost, policy_set)
        allowed = decision.allowed or self._dry_run
        if decision.degraded:
            return RequestDecision(policies, keys, cost, policy_set, decision, allowed, status=503, is_told=False)
        return RequestDecision(policies, keys, cost, policy_set, decision, allowed)

    async def settle(
        self, request: Any, status: int, decisions: Sequence[tuple[RequestDecision, Demand | None]]
    ) -> None:
        """Give back or charge what a request has cost less or more than was taken, by the status of its answer.

        decisions: with the demand of a route, or None for the limits of the app. A route with a cost of its own keeps
            it, unless the request has cost 0.
        """
        taken = [(decided, demand) for decided, demand in decisions if decided.has_taken]
        if self._settle is None or not taken:
            return
        cost = await self._value_of(self._settle(request, status))
        if cost is None:
            return
        checked_cost(cost, "what settle returns")
        for decided, demand in taken:
            if not cost or demand is None or not demand.has_own_cost:
                await self._correct(decided, cost - decided.cost)

    async def give_back(self, decided: RequestDecision) -> None:
        """Give back all that was taken for a request."""
        if decided.has_taken:
            await self._correct(decided, -decided.cost)

    async def _correct(self, decided: RequestDecision, more: int) -> None:
        """Charge so many units more, or give them back."""
        try:
            if more > 0:
                limits = tuple([limit for policy in decided.policies for limit in policy.limits])
                await self._value_of(self._limiter_of(decided, limits).charge(key_of(decided.keys), more))
            elif more < 0 and decided.decision is not None:
                await self._refund(decided, decided.decision, -more)
        except NoEventLoopError:
            raise
        except Exception as error:  # noqa: BLE001  the request is decided
            self._tell("The limiter could not settle a request: %r", error)

    async def _refund(self, decided: RequestDecision, decision: Decision, units: int) -> None:
        """Give back units where they still count: once a limit is fresh, they would be somebody else's."""
        passed = monotonic_ns() - decided.decided_at
        limits = [limit for policy in decided.policies for limit in policy.limits]
        back = [
            (limit, key)
            for limit, key, level in zip(limits, decided.keys, decision.levels, strict=True)
            if passed < level.reset_after
        ]
        if len(back) == len(limits):
            await self._value_of(self._limiter_of(decided, tuple(limits)).refund(key_of(decided.keys), units))
        else:
            for limit, key in back:
                await self._value_of(self._limiter_of(decided, (limit,)).refund(key, units))

    def _limiter_of(self, decided: RequestDecision, limits: tuple[NamedLimit, ...]) -> Any:
        """Return the limiter of some limits from whose counters a request has taken."""
        policy_set = self._sets.of_limits(limits)
        return policy_set.stand_in if decided.by_stand_in else policy_set.limiter

    async def _without_limiter(
        self, error: Exception, policies: Sequence[Policy], keys: Sequence[str], cost: int, policy_set: PolicySet
    ) -> RequestDecision:
        """Do what `on_error` says."""
        if isinstance(error, NoEventLoopError):
            raise error
        is_exhausted = is_pool_exhausted(error)
        what = "no connection is left: give its client more" if is_exhausted else "on_error decides"
        decision = None
        allowed = self._on_error == "open" and not is_exhausted
        by_stand_in = False
        if policy_set.stand_in is not None:
            try:
                decision = await self._value_of(policy_set.stand_in.hit(key_of(keys), cost))
            except Exception as failed:  # noqa: BLE001  no error of the request either
                what = f"and so has its stand-in, so that the request passes: {failed!r}"
            allowed = decision is None or decision.allowed
            by_stand_in = decision is not None and not decision.degraded
        self._tell("The limiter has failed, %s: %r", what, error)
        allowed = allowed or self._dry_run
        return RequestDecision(
            policies, keys, cost, policy_set, decision, allowed, status=503, is_told=False, by_stand_in=by_stand_in
        )

    def _tell(self, message: str, *said: Any) -> None:
        """Log a message, of which the last part is the error."""
        now = monotonic_ns()
        if now >= self._log_after:
            self._log_after = now + _LOG_PAUSE
            _log.warning(message, *said, exc_info=said[-1])


def check_callable(name: str, value: object) -> None:
    """Raise `TypeError` for an option that can't be called, and isn't left out."""
    if value is not None and not callable(value):
        raise TypeError(f"{name} must be callable, got {value!r}")


def check_decorated(value: object, what: str) -> None:
    """Raise `TypeError` for what `limit` can't decorate."""
    if not callable(value):
        raise TypeError(f"limit decorates {what}, got {value!r}")


def _none(_request: Any) -> None:
    """Choose no policy: only routes have limits."""
