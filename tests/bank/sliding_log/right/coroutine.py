"""A generator holds the log in its local variables; requests go in by send and answers come back."""

from collections import deque

from ratelimit import Level


def _log(limit, period):
    clock, used, log, answer = 0, 0, deque(), None
    while True:
        now, cost = yield answer
        now = max(now, clock)
        if cost is None:
            left = used
            for time, units in log:
                if time + period > now:
                    break
                left -= units
            answer = Level(limit - left, log[-1][0] + period - now if left else 0)
            continue
        clock = now
        while log and log[0][0] + period <= clock:
            used -= log.popleft()[1]
        if used + cost <= limit:
            log.append((clock, cost))
            used += cost
            answer = 0
            continue
        still = used
        for time, units in log:
            still -= units
            if still + cost <= limit:
                answer = time + period - clock
                break


class SlidingLog:
    def __init__(self, quota):
        if quota.burst != quota.limit:
            raise ValueError("burst is for buckets")
        self._quota = quota
        self._log = _log(quota.limit, quota.period)
        next(self._log)

    def take(self, now, cost=1):
        # Checked out here: an exception inside would end the generator.
        if cost < 1 or cost > self._quota.limit:
            raise ValueError(f"cost must be 1..{self._quota.limit}, not {cost}")
        return self._log.send((now, cost))

    def level(self, now):
        return self._log.send((now, None))
