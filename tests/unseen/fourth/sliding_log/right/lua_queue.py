"""A port from Lua: one table with running numbers from `first` to `last`, times and units side by side, nothing compacted."""

from ratelimit import Level, Quota


def push(q, time, units):
    q["last"] += 1
    q[q["last"]] = (time, units)
    q["used"] += units


def shift(q):
    _, units = q.pop(q["first"])
    q["first"] += 1
    q["used"] -= units


class SlidingLog:
    def __init__(self, quota: Quota) -> None:
        if quota.burst != quota.limit:
            raise ValueError("burst ~= limit")
        self.q = {"first": 1, "last": 0, "used": 0, "limit": quota.limit, "period": quota.period, "clock": 0}

    def take(self, now: int, cost: int = 1) -> int:
        q = self.q
        if cost < 1 or cost > q["limit"]:
            raise ValueError("cost")
        if now < q["clock"]:
            now = q["clock"]
        q["clock"] = now
        while q["first"] <= q["last"] and now - q[q["first"]][0] >= q["period"]:
            shift(q)
        need = q["used"] + cost - q["limit"]
        if need <= 0:
            push(q, now, cost)
            return 0
        i = q["first"]
        while True:
            time, units = q[i]
            need -= units
            if need <= 0:
                return q["period"] - (now - time)
            i += 1

    def level(self, now: int) -> Level:
        q = self.q
        i, used = q["first"], q["used"]
        while i <= q["last"] and now - q[i][0] >= q["period"]:
            used -= q[i][1]
            i += 1
        if i > q["last"]:
            return Level(q["limit"], 0)
        return Level(q["limit"] - used, q[q["last"]][0] + q["period"] - now)
