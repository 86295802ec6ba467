"""Variant of wrong/never_quite_full: the room is kept instead of the water, in closures."""

from ratelimit import Level, Quota


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        drain, unit = quota.limit, quota.period
        brim = quota.burst * unit
        room, tick = brim, 0

        def room_at(now: int) -> int:
            return min(brim, room + max(0, now - tick) * drain)

        def take(now: int, cost: int = 1) -> int:
            nonlocal room, tick
            if not unit <= cost * unit <= brim:
                raise ValueError("cost")
            room, tick = room_at(now), max(tick, now)
            if cost * unit < room:
                room -= cost * unit
                return 0
            return max(1, -((room - cost * unit) // drain))

        def delay(now: int) -> int:
            return -((room_at(now) - brim) // drain)

        def level(now: int) -> Level:
            return Level(room_at(now) // unit, delay(now))

        self.take, self.level, self.delay = take, level, delay
