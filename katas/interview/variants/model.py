"""What a variant answers, written as plainly as can be: every request that counts is remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from katas.interview.variants.variant import Variant
from ratelimit import Quota


@dataclass
class Counted:
    """A request that counts."""

    at: int
    cost: int


@dataclass
class Client:
    """What is known of one client."""

    requests: list[Counted] = field(default_factory=list)
    granted: Counted | None = None  # the last one that was, until it is given back
    under: tuple[Quota, ...] = ()  # the quotas that granted it
    left: dict[Quota, tuple[int, int]] = field(default_factory=dict)  # in a bucket: when, and how much, in P-ths


class Model:
    """A limiter that is right.

    `quotas` all hold at once: a request is granted by all of them, or spends nothing. One of `plans` is instead of the
    first. A variant without costs counts each request as one, and one without a burst or plans knows none.
    """

    def __init__(self, variant: Variant, quotas: Sequence[Quota], plans: Mapping[str, Quota] | None = None) -> None:
        self.variant, self.quotas, self.plans = variant, tuple(quotas), dict(plans or {})
        self.clock = 0
        self.clients: dict[str, Client] = {}

    def take(self, now: int, client: str, cost: int = 1, plan: str = "") -> int | bool:
        """Answer a request as the variant does: the ticks to wait, 0 if it is granted; or whether it is granted.

        Raises `ValueError` for a cost that could never be granted.
        """
        return (self.wait if self.variant.answer == "wait" else self.grants)(now, client, cost, plan)

    def wait(self, now: int, client: str, cost: int = 1, plan: str = "") -> int:
        """Answer with the ticks to wait, in any variant. Raises as `take` does."""
        if self.grants(now, client, cost, plan):
            return 0
        cost = cost if self.variant.costs else 1
        return self.until(self.clients[client], self.quotas_of(plan), self.time(now), cost)

    def grants(self, now: int, client: str, cost: int = 1, plan: str = "") -> bool:
        """Answer whether a request is granted, in any variant. Raises as `take` does."""
        quotas, cost = self.quotas_of(plan), cost if self.variant.costs else 1
        if not 1 <= cost <= self.capacity(plan):
            raise ValueError(f"a cost is 1 to {self.capacity(plan)}, got {cost}")
        now, known = self.time(now), self.clients.setdefault(client, Client())
        granted = all(self.room(known, quota, now) >= cost * quota.period for quota in quotas)
        request = Counted(now, cost)
        if granted:
            known.granted, known.under = request, quotas
        if granted or self.variant.refusals:
            self._count(known, quotas, request)
        return granted

    def refund(self, now: int, client: str) -> None:
        """Give back what the client's last granted request spent, once, as far as that still counts."""
        now, known = self.time(now), self.clients.get(client, Client())
        request, known.granted = known.granted, None
        if request is None:
            return
        for quota in set(known.under) if self.variant.windows == "bucket" else ():
            full, room = self.holds(quota) * quota.period, self.room(known, quota, now)
            known.left[quota] = (now, min(full, room + request.cost * quota.period))
        request.cost = 0

    def time(self, now: int) -> int:
        """Return the time that counts."""
        self.clock = max(now, self.clock)
        return self.clock if self.variant.back else now

    def quotas_of(self, plan: str) -> tuple[Quota, ...]:
        """Return the quotas that hold for a plan."""
        first = self.plans.get(plan, self.quotas[0]) if self.variant.tiers else self.quotas[0]
        return (first, *self.quotas[1:])

    def capacity(self, plan: str = "") -> int:
        """Return the most that can be granted at once."""
        return min(map(self.holds, self.quotas_of(plan)))

    def holds(self, quota: Quota) -> int:
        """Return the most that one quota can grant at once."""
        return quota.burst if self.variant.burst else quota.limit

    def until(self, client: Client, quotas: Sequence[Quota], now: int, cost: int) -> int:
        """Return the smallest wait after which a cost fits, if nothing else arrives: what fits never gets less then."""
        low, high = 0, 2 + max(2 * quota.period + quota.burst * quota.period // quota.limit for quota in quotas)
        while low < high:
            wait = (low + high) // 2
            if all(self.room(client, quota, now + wait) >= cost * quota.period for quota in quotas):
                high = wait
            else:
                low = wait + 1
        return low

    def room(self, client: Client, quota: Quota, now: int) -> int:
        """Return what could be granted at `now`, in P-ths of a unit, P being the period: so it is whole."""
        full = self.holds(quota) * quota.period
        if self.variant.windows == "bucket":
            at, left = client.left.get(quota, (0, full))
            return min(full, left + (now - at) * quota.limit)
        return full - sum(each.cost for each in self.counting(client, quota, now)) * quota.period

    def counting(self, client: Client, quota: Quota, now: int) -> Sequence[Counted]:
        """Return the requests that count at `now`."""
        late = self.variant.edge == "after"  # a window's last tick is the one at which the next would begin
        if self.variant.windows == "grid":
            window = (now - late) // quota.period
            return [each for each in client.requests if (each.at - late) // quota.period == window]
        if self.variant.windows == "sliding":
            return [each for each in client.requests if each.at > now - quota.period - late]
        first = self.first(client, quota)
        over = not client.requests or now - client.requests[first].at >= quota.period + late
        return [] if over else client.requests[first:]

    def first(self, client: Client, quota: Quota) -> int:
        """Return which request the last window began with, where windows begin with requests."""
        first, late = 0, self.variant.edge == "after"
        for place, each in enumerate(client.requests):
            if each.at - client.requests[first].at >= quota.period + late:
                first = place
        return first

    def _count(self, client: Client, quotas: Sequence[Quota], request: Counted) -> None:
        for quota in set(quotas) if self.variant.windows == "bucket" else ():
            client.left[quota] = (request.at, self.room(client, quota, request.at) - request.cost * quota.period)
        client.requests.append(request)
