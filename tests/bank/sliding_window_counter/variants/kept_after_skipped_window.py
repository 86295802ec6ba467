"""Variant of wrong/kept_after_skipped_window: closures over a list of two used windows, each a number and a count."""

from ratelimit import Level, Quota


class SlidingWindowCounter:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("no burst")
        top, width = quota.limit, quota.period
        used = [[-2, 0], [-1, 0]]
        clock = 0

        def pair(number: int) -> tuple[int, int]:
            """Return what counts in a window: of the one before, and of its own."""
            (older, a), (newer, b) = used
            if number <= newer:
                return a, b
            return b, 0

        def take(now: int, cost: int = 1) -> int:
            nonlocal clock
            if cost < 1 or cost > top:
                raise ValueError("cost")
            clock = now = max(now, clock)
            number, into = divmod(now, width)
            before, current = pair(number)
            if before * (width - into) + (current + cost) * width <= top * width:
                if used[1][0] < number:
                    used.append([number, 0])
                    del used[0]
                used[1][1] += cost
                return 0
            if current + cost <= top:
                return width - into - (top - cost - current) * width // before
            return width - into + width - (top - cost) * width // current

        def level(now: int) -> Level:
            number, into = divmod(now, width)
            before, current = pair(number)
            remaining = top - current - (before * (width - into) + width - 1) // width
            reset = (2 if current else 1 if before else 0) * width
            return Level(max(0, remaining), reset and reset - into)

        self.take, self.level = take, level
