"""What policies would have done to logged requests."""

from collections.abc import Iterable

from ratelimit.gateway.access_log import told_key
from ratelimit.gateway.asked import Asked
from ratelimit.gateway.counters import Counters
from ratelimit.gateway.policies import Policies
from ratelimit.gateway.replay.course import Course
from ratelimit.gateway.replay.logged import Logged
from ratelimit.gateway.replay.refusals import PolicyRefusals
from ratelimit.gateway.rule import Rule
from ratelimit.web.coroutines import run
from ratelimit.web.shared_memory import SharedMemory


class DryRun:
    """Asks policies for each logged request, by counters of its own, and counts what they refuse.

    The clock is the log's, and doesn't go back: a request that is logged after a later one counts at the time of that
    one, as every limiter counts it. A line of the gateway's own log counts in the policy that it names, at what it cost
    there, and in global ones; one of another domain doesn't count. It is left out of a policy that counts by what it
    doesn't tell: all such lines would count together there.

    granted, refused, unlimited, elsewhere: how many requests; without a limit in force; of another domain.
    late: how many were logged after a later one. behind: by how many nanoseconds at most, and after_line: the line of
        the log that had the later time then.
    untold: how many lines of the gateway's own log didn't tell what a policy counts by, by the name of that.
    refusals: by the name of the policy. shadows: what policies in shadow would have refused.
    first, last: the times of the first and of the latest request, in nanoseconds since 1970; None if there is none.
    """

    def __init__(self, policies: Policies, domain: str = "") -> None:
        self._policies = policies
        self._domain = domain
        self._rules = {rule.name: rule for rule in policies.rules if rule.enabled}
        self._counters = Counters(SharedMemory(self._now), fields="off")
        self.granted = self.refused = self.unlimited = self.elsewhere = 0
        self.late = self.behind = self.after_line = self._last_line = 0
        self.first: int | None = None
        self.last: int | None = None
        self.untold: dict[str, int] = {}
        self.refusals: dict[str, PolicyRefusals] = {}
        self.shadows: dict[str, PolicyRefusals] = {}
        self.course = Course()

    def ask_all(self, log: Iterable[Logged]) -> None:
        """Ask for each request, in the log's order."""
        for logged in log:
            self.ask(logged)

    def ask(self, logged: Logged) -> bool:
        """Ask for one request, and say whether it passes."""
        decision = logged.decision
        if decision is not None and decision.policy is not None and decision.domain != self._domain:
            self.elsewhere += 1
            return True
        now = self._set_clock(logged.now, logged.line)
        asked = self._asked(logged)
        verdict = run(self._counters.decide(asked))
        deciding = verdict.deciding
        if deciding is None or deciding.rule.shadow or not (deciding.rule.limits or deciding.rule.blocks):
            self.unlimited += 1
        elif verdict.allowed:
            self.granted += 1
        else:
            self.refused += 1
            _add(self.refusals, deciding, logged, now)
        for name in verdict.shadows:
            _add(self.shadows, next(each for each in asked if each.rule.name == name), logged, now)
        self.course.add(now, allowed=verdict.allowed)
        return verdict.allowed

    def _asked(self, logged: Logged) -> list[Asked]:
        asked = self._policies.asked(logged.request)
        decision = logged.decision
        if decision is None:
            return asked
        decided = self._rules.get(decision.policy or "")
        named = [] if decided is None else [Asked(decided, decided.key(logged.request), decision.cost)]
        several = [*named, *[each for each in asked if each.rule.globally and each.rule is not decided]]
        kept = [each for each in several if _tells(decision.key, decided, each.rule)]
        for each in several:
            if each not in kept:
                self.untold[each.rule.name] = self.untold.get(each.rule.name, 0) + 1
        return kept

    def _set_clock(self, now: int, line: int) -> int:
        if self.first is None:
            self.first = now
        if self.last is None or now > self.last:
            self.last, self._last_line = now, line
        elif now < self.last:
            self.late += 1
            if self.last - now > self.behind:
                self.behind, self.after_line = self.last - now, self._last_line
        return self.last

    def _now(self) -> int:
        return self.last or 0


def _tells(key: str, decided: Rule | None, rule: Rule) -> bool:
    """Say whether a line tells what a rule counts by: the rule that decided counted by this key."""
    kind, by = key.partition(" ")[0], rule.count_by.lower()
    if by in ("everybody", kind) or (by == "ip" and kind == "nobody"):
        return True
    return kind in ("ip", "nobody") and decided is not None and by == decided.count_by.lower()  # the request lacked it


def _add(several: dict[str, PolicyRefusals], asked: Asked, logged: Logged, now: int) -> None:
    name, decision = asked.rule.name, logged.decision
    key = decision.key if decision is not None and decision.policy == name else told_key(asked)
    found = several.get(name)
    if found is None:
        found = several[name] = PolicyRefusals(now)
    found.add(key, now)
