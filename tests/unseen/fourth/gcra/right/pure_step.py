"""GCRA as one pure step function from (TAT, call) to (TAT, answer)."""

from collections import namedtuple

from ratelimit import Level, Quota

Rule = namedtuple("Rule", "limit period burst")


def up(number: int, by: int) -> int:
    whole, rest = divmod(number, by)
    return whole + bool(rest)


def ahead(rule: Rule, tat: int, now: int) -> int:
    return max(tat - now * rule.limit, 0)


def step(rule: Rule, tat: int, now: int, cost: int) -> tuple[int, int]:
    used = ahead(rule, tat, now) + cost * rule.period
    allowed = rule.burst * rule.period
    return (now * rule.limit + used, 0) if used <= allowed else (tat, up(used - allowed, rule.limit))


def look(rule: Rule, tat: int, now: int) -> tuple[int, int]:
    debt = ahead(rule, tat, now)
    return max(rule.burst - up(debt, rule.period), 0), up(debt, rule.limit)


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.rule = Rule(quota.limit, quota.period, quota.burst)
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if cost not in range(1, self.rule.burst + 1):
            raise ValueError(cost)
        self.tat, wait = step(self.rule, self.tat, now, cost)
        return wait

    def level(self, now: int) -> Level:
        return Level(*look(self.rule, self.tat, now))
