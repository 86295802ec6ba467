"""A grant sets TAT to now plus cost·T, and forgets how far it was ahead."""

from collections import namedtuple

from ratelimit import Level, Quota

Rule = namedtuple("Rule", "limit period burst")


def up(number: int, by: int) -> int:
    whole, rest = divmod(number, by)
    return whole + bool(rest)


def ahead(rule: Rule, tat: int, now: int) -> int:
    return max(tat - now * rule.limit, 0)


def step(rule: Rule, tat: int, now: int, cost: int) -> tuple[int, int]:
    over = ahead(rule, tat, now) + (cost - rule.burst) * rule.period
    if over > 0:
        return tat, up(over, rule.limit)
    return now * rule.limit + cost * rule.period, 0


class GCRA:
    def __init__(self, quota: Quota) -> None:
        self.rule = Rule(quota.limit, quota.period, quota.burst)
        self.tat = 0

    def take(self, now: int, cost: int = 1) -> int:
        if not 1 <= cost <= self.rule.burst:
            raise ValueError(cost)
        self.tat, wait = step(self.rule, self.tat, now, cost)
        return wait

    def level(self, now: int) -> Level:
        debt = ahead(self.rule, self.tat, now)
        return Level(max(self.rule.burst - up(debt, self.rule.period), 0), up(debt, self.rule.limit))
