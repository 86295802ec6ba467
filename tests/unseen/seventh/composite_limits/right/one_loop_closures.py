"""Right: closures over a few variables, explicit loops and comparisons, no helpers; the way it would be written in C."""

from ratelimit import Level


class Composite:
    def __init__(self, meters):
        n = len(meters)
        if n < 1:
            raise ValueError("n < 1")
        i = 0
        while i < n:
            j = i + 1
            while j < n:
                if meters[i] is meters[j]:
                    raise ValueError("duplicate")
                j += 1
            i += 1
        cap = meters[0].level(0).remaining
        for i in range(1, n):
            c = meters[i].level(0).remaining
            if c < cap:
                cap = c
        clock = 0
        self.binding = None

        def take(now, cost):
            nonlocal clock
            if cost < 1 or cost > cap:
                raise ValueError("cost out of range")
            if now > clock:
                clock = now
            refuse = [False] * n
            refused = False
            for i in range(n):
                if meters[i].level(clock).remaining < cost:
                    refuse[i] = refused = True
            if refused:
                longest = 0
                for i in range(n):
                    if refuse[i]:
                        wait = meters[i].take(clock, cost)
                        if wait > longest:
                            longest = wait
                            self.binding = i
                return longest
            for i in range(n):
                meters[i].take(clock, cost)
            least, latest = meters[0].level(clock)
            at = 0
            for i in range(1, n):
                left, reset = meters[i].level(clock)
                if left < least or left == least and reset > latest:
                    least, latest, at = left, reset, i
            self.binding = at
            return 0

        def level(now):
            if now < clock:
                now = clock
            left, reset = meters[0].level(now)
            for i in range(1, n):
                a, b = meters[i].level(now)
                if a < left:
                    left = a
                if b > reset:
                    reset = b
            return Level(left, reset)

        self._take, self._level = take, level

    def take(self, now, cost=1):
        return self._take(now, cost)

    def level(self, now):
        return self._level(now)
