"""Variant of wrong/needs_more_than_the_cost: closures over two numbers, tokens scaled by the period."""

from ratelimit import Level, Quota


class TokenBucket:
    def __init__(self, quota: Quota) -> None:
        rate, one, brim = quota.limit, quota.period, quota.burst * quota.period
        have, stamp = brim, 0

        def pour(now: int) -> int:
            return min(brim, have + rate * (now - stamp)) if now > stamp else have

        def take(now: int, cost: int = 1) -> int:
            nonlocal have, stamp
            price = cost * one
            if price < one or price > brim:
                raise ValueError("cost")
            have, stamp = pour(now), max(now, stamp)
            if have > price:
                have -= price
                return 0
            return max(1, -((have - price) // rate))

        def level(now: int) -> Level:
            there = pour(now)
            return Level(there // one, -((there - brim) // rate))

        self.take = take
        self.level = level
