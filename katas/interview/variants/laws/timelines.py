"""Draws timelines for one level of a variant: times at which something comes due, or nearly."""

from collections.abc import Iterator
from random import Random

from katas.grader.timeline import Call, Limit, Timeline
from katas.interview.variants.laws.asked import PLAN, answer, model_of
from katas.interview.variants.model import Client
from katas.interview.variants.variant import Variant
from ratelimit import Quota

CLIENTS = ("ann", "bob", "cid")
MOVES = ("none", "none", "none", "tick", "due", "early", "late", "edge", "before edge", "period", "inside", "idle")


class Draw:
    """What timelines of a level may have, besides requests of one client for one unit each."""

    def __init__(self, variant: Variant, features: frozenset[str], seed: str) -> None:
        self.variant, self.features = variant, features
        self.random = Random(seed)  # noqa: S311  nothing here is secret

    def timelines(self, number: int) -> Iterator[Timeline]:
        """Yield so many, the same at every call and on every machine."""
        for _ in range(number):
            yield self.timeline(2 + self.random.randrange(12))

    def timeline(self, length: int) -> Timeline:
        """Return one of so many calls."""
        draw, has = self.random, self.features
        limits = [Limit(self.quota())]
        if "plans" in has:
            limits.append(Limit(self.quota(), PLAN))
        timeline = Timeline(limits[0].quota, ()).under(limits)
        model, calls = model_of(self.variant, timeline), list[Call]()
        now = draw.choice((0, 0, 1, 3, 40, 1000))
        plans = {client: PLAN if "plans" in has and draw.random() < 0.5 else "" for client in CLIENTS}
        for _ in range(length):
            client = draw.choice(CLIENTS) if has & {"clients", "plans"} else CLIENTS[0]
            cost = draw.choice((1, 1, 2, 3, model.capacity(plans[client]))) if "costs" in has else 1
            cost = min(cost, model.capacity(plans[client]))
            quotas, known = model.quotas_of(plans[client]), model.clients.get(client, Client())
            wait = model.until(known, quotas, now, cost)
            now = self.moved(now, wait, quotas[0].period)
            if "costs" in has and draw.random() < 0.1:
                cost = draw.choice((0, -1, model.capacity(plans[client]) + 1))
            key = f"{client}, {plans[client]}" if plans[client] else client
            calls.append(Call(self.variant.method, now, cost, key))
            answer(model, calls[-1])
        return timeline._replace(calls=tuple(calls))

    def quota(self) -> Quota:
        """Return a small quota."""
        draw = self.random
        limit = draw.choice((1, 2, 2, 3, 5))
        period = draw.choice((4, 8, 10, 16)) * (limit if self.variant.windows == "bucket" else 1)
        if draw.random() < 0.2:
            period += draw.choice((1, 3))
        burst = draw.choice((1, 2, 4, 7)) if "burst" in self.features else limit
        return Quota(limit, period, burst)

    def moved(self, now: int, wait: int, period: int) -> int:
        """Return the time of the next call."""
        draw = self.random
        back = ("back", "back", "far back") if "back" in self.features else ()
        edge = (now // period + 1) * period
        return {
            "none": now,
            "tick": now + draw.randint(1, 3),
            "due": now + wait,
            "early": now + max(0, wait - 1),
            "late": now + wait + 1,
            "edge": edge,
            "before edge": edge - 1,
            "period": now + period,
            "inside": now + draw.randrange(2 * period),
            "idle": now + draw.randint(3, 9) * period + draw.randrange(period),
            "back": max(0, now - draw.randrange(1, 2 * period)),
            "far back": now // 3,
        }[draw.choice(MOVES + back)]
