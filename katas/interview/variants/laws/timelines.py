"""Draws timelines for one level of a variant: times at which something comes due, or nearly."""

from collections.abc import Iterator
from random import Random

from katas.grader.timeline import Call, Limit, Timeline
from katas.interview.variants.laws.asked import BETWEEN, OTHER, PLAN, answer, model_of
from katas.interview.variants.model import Client, Model
from katas.interview.variants.variant import Variant
from ratelimit import Quota

CLIENTS = ("ann", "bob", "cid")
MOVES = ("none", "none", "none", "tick", "due", "early", "late", "edge", "before edge", "period", "inside", "idle")
BACK = ("back", "back", "far back")
PARTS = ("part", "part", "due", "due")  # parts of a token that add up to a whole one
ODD = (3, 7, 10, 10, 25, 30, 60)  # periods in which a tick's part of a token is no float
CLOSE = ("none",) * 12  # what is spent and given back shows while it counts
STARTS = (0, 0, 1, 3, 40, 1000)
EPOCH = 1_790_000_000_000  # milliseconds since 1970
MOST = 12  # calls


class Draw:
    """Timelines of one client's requests for one unit each, and what else is named: `features`."""

    def __init__(self, variant: Variant, features: frozenset[str], seed: str) -> None:
        self.variant, self.features = variant, features
        self.several = (
            0.7 if features.isdisjoint({"refund", "two windows"}) else 0.3
        )  # the part of timelines that may have several clients
        self.random = Random(seed)
        self.odd = "odd" in features and variant.windows == "bucket"
        self.moves = MOVES + (BACK if "back" in features else ()) + (CLOSE if "refund" in features else ())
        self.moves += PARTS if self.odd else ()

    def timelines(self, number: int) -> Iterator[Timeline]:
        """Yield so many, the same at every call and on every machine."""
        for _ in range(number):
            yield self.timeline(self.random.randint(2, MOST))

    def timeline(self, length: int) -> Timeline:
        """Return one of so many calls."""
        draw, limits = self.random, self.limits()
        timeline = Timeline(limits[0].quota, ()).under(limits)
        model, calls = model_of(self.variant, timeline), list[Call]()
        now = draw.choice(STARTS + ((EPOCH,) if "odd" in self.features else ()))
        several = not self.features.isdisjoint({"clients", "plans"}) and draw.random() < self.several
        plans = {client: PLAN if "plans" in self.features and draw.random() < 0.5 else "" for client in CLIENTS}
        own: dict[str, int] = {}  # the latest time of each client
        while len(calls) < length:
            client = draw.choice(CLIENTS) if several else CLIENTS[0]
            plan = plans[client]
            cost = self.cost(model.capacity(plan))
            now = self.moved(now, self.due(model, now, client, cost, plan), model.quotas_of(plan)[0].period)
            behind = now < model.clock != own.get(client)  # whose clock is it?
            if "back" in self.features and (behind or not 1 <= cost <= model.capacity(plan)):
                now = model.clock
            own[client] = max(now, model.clock)
            for call in self.calls(now, cost, ", ".join(filter(None, (client, plan)))):
                calls.append(call)
                answer(model, call)
        return timeline._replace(calls=tuple(calls))

    def limits(self) -> list[Limit]:
        """Return a small quota, and those of plans or of a second window."""
        quota = self.quota()
        limits = [Limit(quota)]
        if "plans" in self.features:
            limits.append(Limit(self.quota(), PLAN))
        if "two windows" in self.features:
            halves, more = self.random.choice((1, 1, 3, 4, 6)), self.random.choice((-3, -1, 0, 1, 2))
            limits.append(Limit(Quota(max(1, quota.limit + more), quota.period * halves // 2)))
        return limits

    def quota(self) -> Quota:
        """Return a small quota."""
        draw = self.random
        limit = draw.choice((1, 2, 2, 3, 5))
        bucket = self.variant.windows == "bucket"
        period = draw.choice((4, 8, 16)) * limit if bucket else draw.choice((4, 8, 10, 16))
        if "odd" in self.features and draw.random() < (0.7 if self.odd else 0.4):
            period = draw.choice((period + 1, period + 3, *ODD))
        burst = draw.choice((1, 2, 4, 7)) if "burst" in self.features else limit
        return Quota(limit, period, burst)

    def cost(self, most: int) -> int:
        """Return what a request costs."""
        draw = self.random
        if "costs" not in self.features:
            return 1
        if draw.random() < 0.1:
            return draw.choice((0, -1, most + 1))
        return min(most, draw.choice((1, 1, 2, 3, most)))

    def due(self, model: Model, now: int, client: str, cost: int, plan: str) -> int:
        """Return how long after `now` a request fits."""
        known = model.clients.get(client, Client())
        return model.until(known, model.quotas_of(plan), model.time(now), cost) if cost > 0 else 0

    def calls(self, now: int, cost: int, key: str) -> Iterator[Call]:
        """Yield a request, and what the level is about beside it."""
        draw, method = self.random, self.variant.method
        if "refund" in self.features and draw.random() < 0.3:
            yield Call("refund", now, 1, key)
            if draw.random() < 0.4:  # a second one, which must do nothing
                yield Call("refund", now, 1, key)
            return
        if "servers" in self.features and draw.random() < 0.6:
            word = draw.choice((OTHER, BETWEEN))
            yield Call(method, now, cost, f"{key}, {word}")
            if word == OTHER:
                return
        yield Call(method, now, cost, key)

    def moved(self, now: int, wait: int, period: int) -> int:
        """Return the time of the next call."""
        draw = self.random
        edge = (now // period + 1) * period
        return {
            "none": now,
            "tick": now + draw.randint(1, 3),
            "due": now + wait,
            "early": now + max(0, wait - 1),
            "late": now + wait + 1,
            "part": now + (draw.randint(0, wait) if self.odd else 0),
            "edge": edge,
            "before edge": edge - 1,
            "period": now + period,
            "inside": now + draw.randrange(2 * period),
            "idle": now + draw.randint(3, 9) * period + draw.randrange(period),
            "back": max(0, now - draw.randrange(1, 2 * period)),
            "far back": now // 3,
        }[draw.choice(self.moves)]
