"""Decisions are those of a plain model, which looks at every policy and keeps a bare meter for each limit and key."""

from copy import copy
from random import Random

import pytest

from ratelimit import FixedWindow, Quota, TokenBucket
from ratelimit.gateway import Counters, Policies, Request, Rule
from ratelimit.gateway.scope import RuleError
from ratelimit.web import SharedMemory
from ratelimit.web.coroutines import run

SECOND = 1_000_000_000
ORDER = [
    {"consumer", "route", "service"},
    {"group", "route", "service"},
    {"consumer", "route"},
    {"consumer", "service"},
    {"group", "route"},
    {"group", "service"},
    {"route", "service"},
    {"consumer"},
    {"group"},
    {"route"},
    {"service"},
    set(),
]


class Draw(Random):
    """Draws rules of which most fit most requests."""

    def few(self):
        return self.choice("aaab")

    def rule(self, number):
        quotas = [Quota(self.randint(1, 6), period) for period in self.choice([[SECOND], [7 * SECOND, SECOND]])]
        return Rule(
            str(number),
            quotas,
            algorithm=self.choice([FixedWindow, TokenBucket]),
            scope={name: self.few() for name in self.choice(ORDER)},
            count_by=self.choice(["consumer", "ip", "service", "header:x", "everybody"]),
            globally=self.random() < 0.5,
            shadow=self.random() < 0.3,
            enabled=self.random() < 0.9,
            weight=self.randint(1, min(2, *[quota.burst for quota in quotas])),
        )

    def request(self):
        return Request(
            consumer=self.choice(["a", "a", "b", None]),
            groups=self.choice([["a"], ["b", "a"], ["b"], []]),
            route=self.choice(["a", "a", "b", None]),
            service=self.choice(["a", "a", "b", None]),
            ip=self.choice([None, "192.0.2.1", "192.0.2.2"]),
            headers=self.choice([{}, {"x": "1"}]),
        )


class Model:
    """What a gateway is to do, as plainly as it can be said."""

    def __init__(self, rules):
        self.rules = [rule for rule in rules if rule.enabled]
        self.meters = {}

    def access(self, request, now):
        local = [rule for rule in self.rules if not rule.globally and fits(rule, request)]
        local.sort(key=lambda rule: (ORDER.index(set(rule.scope)), rule.scope.get("group", ""), not rule.shadow))
        tried = [rule for rule in local[:1] if rule.shadow]
        in_force = [rule for rule in local if not rule.shadow]
        counting = tried + in_force[:1] + [rule for rule in self.rules if rule.globally and fits(rule, request)]
        for rule in counting:
            if rule.shadow:
                self.decide([rule], request, now)
        return self.decide([rule for rule in counting if not rule.shadow], request, now)

    def decide(self, rules, request, now):
        waits = []
        meters = []
        for rule in rules:
            for limit in rule.limits:
                if rule.weight > limit.quota.burst:
                    return False, None
                place = (rule.name, limit, counted(rule, request))
                meter = self.meters.setdefault(place, limit.algorithm(limit.quota))
                meters.append((meter, rule.weight))
                waits.append(copy(meter).take(now, rule.weight))
        if any(waits):
            return False, max(waits)
        for meter, cost in meters:
            meter.take(now, cost)
        return True, 0


def fits(rule, request):
    return all(
        value in request.groups if name == "group" else getattr(request, name) == value
        for name, value in rule.scope.items()
    )


def counted(rule, request):
    by = rule.count_by
    if by == "everybody":
        return by
    value = request.headers.get("x") if by == "header:x" else getattr(request, by)
    return ("ip", request.ip) if value is None or by == "ip" else (by, value)


@pytest.mark.parametrize("seed", range(50))
def test_each_decision_is_that_of_a_plain_model(seed):
    draw = Draw(seed)
    rules = []
    for number in range(draw.randint(2, 9)):
        rule = draw.rule(number)
        try:
            Policies([*rules, rule])
        except RuleError:  # another has this scope
            continue
        rules.append(rule)
    now = 0
    counters, policies, model = Counters(SharedMemory(lambda: now)), Policies(rules), Model(rules)
    for _ in range(100):
        now += draw.choice([0, 0, 0, SECOND // 3, SECOND])
        request = draw.request()
        verdict = run(counters.decide(policies.asked(request)))
        assert (verdict.allowed, verdict.wait) == model.access(request, now)
