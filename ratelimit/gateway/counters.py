"""Counts what requests cost, in all of their policies or in none."""

import logging
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import inf
from time import monotonic_ns, time_ns
from typing import Any, Final

from ratelimit.decision import Decision
from ratelimit.gateway.asked import Asked
from ratelimit.gateway.rule import Rule
from ratelimit.gateway.verdict import Part, Verdict
from ratelimit.keys import Keys
from ratelimit.protocols import Algorithm, Clock
from ratelimit.quota import Quota
from ratelimit.web.fields import DRAFT, Style
from ratelimit.web.policy import NamedLimit
from ratelimit.web.policy_set import NewLimiter, PolicySet, key_of
from ratelimit.web.shared_memory import SharedMemory

_log = logging.getLogger("ratelimit.gateway")
_LOG_PAUSE: Final = 60_000_000_000  # ns: a limiter that fails fails for each request
_MOST_KEPT: Final = 4096  # combinations of policies, and of their limits: those that were asked last
_NOTHING: Final = Verdict()


class Counters:
    """Decides on requests by limiters that share their counters.

    new_limiter: as that of `ratelimit.web`: by default in the memory of this process, by a clock whose windows begin at
        full seconds, minutes, hours and days of UTC.
    fields: "draft-11", "x-ratelimit", or "off".
    """

    __slots__ = ("_limiters", "_log_after", "_new_limiter", "_sets", "_style")

    def __init__(self, new_limiter: NewLimiter | None = None, *, fields: Style = DRAFT) -> None:
        self._new_limiter: Callable[..., Any] = new_limiter or SharedMemory(aligned_clock())
        self._style: Style = fields
        # Envoy's requests may bring along limits that are ever new.
        self._sets = lru_cache(_MOST_KEPT)(self._set_of_rules)
        self._limiters = lru_cache(_MOST_KEPT)(self._limiter)
        self._log_after = 0

    async def decide(self, asked: Sequence[Asked]) -> Verdict:
        """Decide on one request: all that is asked is granted, or nothing is spent.

        A rule without limits counts nothing. One in shadow mode counts for itself.
        """
        enforced: list[Asked] = []
        shadows: list[Asked] = []
        blocked = None
        for each in asked:
            rule = each.rule
            if rule.shadow:
                shadows.append(each)
            elif rule.limits and each.cost:
                enforced.append(each)
            elif rule.blocks:
                blocked = each
        if blocked is not None:
            verdict = Verdict(allowed=False, status=429, deciding=blocked, cost=0, too_much=(blocked.rule.name,))
        elif enforced:
            verdict = await self._decide(enforced)
        elif asked:
            verdict = Verdict(deciding=asked[0])
        else:
            verdict = _NOTHING
        if shadows and verdict.is_counted:  # else they could not be counted either, and would make the request wait
            await self._count_shadows(shadows, verdict)
        return verdict

    async def decide_each(self, asked: Sequence[Asked]) -> Verdict:
        """Decide on each apart, as Envoy's own service does: what one refuses counts in the others, and in that one."""
        verdicts: list[Verdict] = []
        for each in asked:
            if not (each.rule.limits and each.cost) or all(earlier.is_counted for earlier in verdicts):
                verdict = await self.decide([each])
            elif each.rule.shadow:
                verdict = Verdict(deciding=each, is_counted=False)
            else:
                verdict = self._without([each])
            verdicts.append(verdict)
            if not verdict.allowed and verdict.is_counted and each.rule.limits:
                try:
                    charged = self._set_of([each]).limiter.charge(each.key, each.cost)
                    if charged is not None:
                        await charged
                except Exception as error:  # noqa: BLE001  the request is decided
                    self._tell(error)
        return _together(verdicts) if verdicts else _NOTHING

    def prepare(self, rule: Rule) -> None:
        """Make the limiter of a rule. Raises `ValueError` for limits that can't be counted here."""
        if rule.limits:
            self._limiters(*_counted(rule.limits))

    def forget_rules(self) -> None:
        """Forget all rules, as after a change. What still counts is kept."""
        if isinstance(self._new_limiter, SharedMemory):
            self._new_limiter.retire()
            self._limiters.cache_clear()  # those in use are made of what is there
        self._sets.cache_clear()

    def drop_retired(self) -> None:
        """Drop the counters of limits that are in no rule any more, and in which nothing counts."""
        if isinstance(self._new_limiter, SharedMemory):
            self._new_limiter.drop_retired()

    async def _decide(self, enforced: list[Asked]) -> Verdict:
        cost = enforced[0].cost
        if len(enforced) == 1 or {each.cost for each in enforced} == {cost}:
            try:
                policy_set = self._set_of(enforced)
                if cost > policy_set.capacity:
                    return _never(enforced)
                decision = policy_set.limiter.hit(_key(enforced), cost)
                if not isinstance(decision, Decision):  # to be awaited; 400 ns
                    decision = await decision
            except Exception as error:  # noqa: BLE001  whatever it is, it is not the client's fault
                return self._without(enforced, error)
            if decision.degraded:
                return self._without(enforced, decision.error)
            return _verdict([Part(policy_set, enforced, decision)])
        return await self._decide_in_parts(enforced)

    async def _decide_in_parts(self, enforced: list[Asked]) -> Verdict:
        """Ask for all of one cost at a time. If one refuses, what the others have spent is given back at once."""
        by_cost: dict[int, list[Asked]] = {}
        for each in enforced:
            by_cost.setdefault(each.cost, []).append(each)
        if any(each.cost > limit.quota.burst for each in enforced for limit in each.rule.limits):
            return _never(enforced)
        parts: list[Part] = []
        try:
            for cost, several in by_cost.items():
                policy_set = self._set_of(several)
                decision = policy_set.limiter.hit(_key(several), cost)
                if not isinstance(decision, Decision):
                    decision = await decision
                if decision.degraded:
                    await self._give_back(parts)
                    return self._without(enforced, decision.error)
                parts.append(Part(policy_set, several, decision))
        except Exception as error:  # noqa: BLE001  as above
            await self._give_back(parts)
            return self._without(enforced, error)
        refusing = [part for part in parts if not part.decision.allowed]
        if refusing:
            await self._give_back(parts)
        return _verdict(refusing or parts)

    async def _give_back(self, parts: Sequence[Part]) -> None:
        for part in parts:
            if not part.decision.allowed:
                continue
            try:
                back = part.policy_set.limiter.refund(_key(part.asked), part.asked[0].cost)
                if not isinstance(back, int):
                    await back
            except Exception as error:  # noqa: BLE001  the request is decided
                self._tell(error)

    async def _count_shadows(self, shadows: list[Asked], verdict: Verdict) -> None:
        refusing = []
        for each in shadows:
            if each.rule.blocks:
                refusing.append(each.rule.name)
            if not each.rule.limits or not each.cost:
                continue
            alone = await self._decide([each])
            if not alone.is_counted:
                break
            if not alone.allowed:
                refusing.append(each.rule.name)
        if refusing:
            verdict.shadows = refusing

    def _without(self, enforced: list[Asked], error: Exception | None = None) -> Verdict:
        """Do what the policies' `on_error` says."""
        if error is not None:
            self._tell(error)
        denying = [each for each in enforced if each.rule.on_error == "deny"]
        if denying:
            return Verdict(allowed=False, status=503, deciding=denying[0], refusing=denying, is_counted=False)
        return Verdict(deciding=enforced[0], is_counted=False)

    def _set_of(self, several: Sequence[Asked]) -> PolicySet:
        return self._sets(several[0].rule) if len(several) == 1 else self._sets(*[each.rule for each in several])

    def _set_of_rules(self, *rules: Rule) -> PolicySet:
        limits = [limit for rule in rules for limit in rule.limits]
        return PolicySet(limits, self._limiters(*_counted(limits)), None, self._style)

    def _limiter(self, algorithms: Sequence[Algorithm], quotas: Sequence[Quota]) -> Any:
        """Return the limiter of such limits, whichever policies have them.

        On Redis, these then notice together that the server is away.
        """
        return self._new_limiter(algorithms, quotas, next_after=self._style == DRAFT)

    def _tell(self, error: Exception) -> None:
        now = monotonic_ns()
        if now >= self._log_after:
            self._log_after = now + _LOG_PAUSE
            what = f"{type(error).__name__}: {error}"  # repr is the package's own, such as network:ConnectionError
            _log.warning("The counters can't be reached, on_error decides; told once a minute: %s", what)


def aligned_clock() -> Clock:
    """Return a clock that agrees with UTC now, and never goes back or jumps."""
    start = time_ns() - monotonic_ns()
    return lambda: start + monotonic_ns()


def _counted(limits: Sequence[NamedLimit]) -> tuple[tuple[Algorithm, ...], tuple[Quota, ...]]:
    return tuple([limit.algorithm for limit in limits]), tuple([limit.quota for limit in limits])


def _key(several: Sequence[Asked]) -> str | Keys:
    if len(several) == 1:  # 300 ns
        return several[0].key
    return key_of([each.key for each in several for _ in each.rule.limits])


def _never(enforced: Sequence[Asked]) -> Verdict:
    too_much = [(each, limit.name) for each in enforced for limit in each.rule.limits if limit.quota.burst < each.cost]
    return Verdict(
        allowed=False,
        status=429,
        deciding=too_much[0][0],
        cost=max([each.cost for each in enforced]),
        refusing=[each for each, _ in too_much],
        too_much=[name for _, name in too_much],
    )


def _verdict(parts: Sequence[Part]) -> Verdict:
    """Name the rule that binds: of a refusal the one with the greatest wait, else the one with the least left."""
    part = parts[0]
    if len(parts) > 1:
        part = min(parts, key=lambda each: (-each.decision.retry_after, each.decision.remaining))
        parts = [part, *[each for each in parts if each is not part]]  # fields begin with the one that binds
    decision, asked = part.decision, part.asked
    allowed, cost = decision.allowed, asked[0].cost
    deciding = asked[0]
    if len(asked) > 1:
        left = decision.binding
        for deciding in asked:
            left -= len(deciding.rule.limits)
            if left < 0:
                break
    return Verdict(parts, allowed=allowed, status=200 if allowed else 429, deciding=deciding, cost=cost)


def _together(verdicts: Sequence[Verdict]) -> Verdict:
    """Return what several verdicts mean for one request: it passes if each lets it pass."""
    refusing = [each for each in verdicts if not each.allowed]
    binding = max(refusing, key=_wait) if refusing else verdicts[0]
    others = [part for each in verdicts if each is not binding for part in each.parts]
    together = Verdict(
        [*binding.parts, *others],
        allowed=binding.allowed,
        status=binding.status,
        deciding=binding.deciding,
        cost=binding.cost,
        refusing=[asked for each in verdicts for asked in each.refusing],
        too_much=[name for each in verdicts for name in each.too_much],
        is_counted=all(each.is_counted for each in verdicts),
    )
    together.shadows = [name for each in verdicts for name in each.shadows]
    return together


def _wait(verdict: Verdict) -> float:
    return inf if verdict.wait is None else verdict.wait
