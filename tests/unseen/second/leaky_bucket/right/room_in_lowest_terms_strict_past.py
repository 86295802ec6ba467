"""Right: mirrored: counts the room above the water in lowest terms (quota.terms), and refuses all that comes late."""

from ratelimit import Level, Quota


def _up(a: int, b: int) -> int:
    return (a + b - 1) // b


class LeakyBucket:
    def __init__(self, quota: Quota) -> None:
        leak, unit, full = quota.terms
        room, clock = full, 0

        def room_at(now: int) -> int:
            return min(full, room + (now - clock) * leak)

        def take(now: int, cost: int) -> int:
            nonlocal room, clock
            need = cost * unit
            if need <= 0 or need > full:
                raise ValueError("cost must be from 1 to burst")
            if now < clock:
                return 1
            room, clock = room_at(now), now
            if room < need:
                return _up(need - room, leak)
            room -= need
            return 0

        def level(now: int) -> Level:
            if now < clock:
                return Level(0, 0)
            free = room_at(now)
            return Level(free // unit, _up(full - free, leak))

        self._take, self._level = take, level

    def take(self, now: int, cost: int = 1) -> int:
        return self._take(now, cost)

    def level(self, now: int) -> Level:
        return self._level(now)

    def delay(self, now: int) -> int:
        return self._level(now).reset_after
