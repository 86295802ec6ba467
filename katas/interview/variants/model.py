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
    granted: bool


@dataclass
class Client:
    """What is known of one client."""

    requests: list[Counted] = field(default_factory=list)
    spent: dict[Quota, tuple[int, int]] = field(default_factory=dict)  # of a bucket, in parts of a unit: until when


class Model:
    """A limiter that is right.

    `quotas` all hold at once: a request is granted by all of them, or spends nothing. `plans` are instead of the first.
    """

    def __init__(self, variant: Variant, quotas: Sequence[Quota], plans: Mapping[str, Quota] | None = None) -> None:
        self.variant, self.quotas, self.plans = variant, tuple(quotas), dict(plans or {})
        self.clock = 0
        self.clients: dict[str, Client] = {}

    def take(self, now: int, client: str, cost: int = 1, plan: str = "") -> int | bool:
        """Answer a request as the variant does: the ticks to wait, 0 if it is granted; or whether it is granted.

        Raises `ValueError` for a cost that could never be granted.
        """
        wait = self.wait(now, client, cost, plan)
        return wait if self.variant.answer == "wait" else not wait

    def wait(self, now: int, client: str, cost: int = 1, plan: str = "") -> int:
        """Answer with the ticks to wait, in any variant."""
        quotas = self.quotas_of(plan)
        if not 1 <= cost <= self.capacity(plan):
            raise ValueError(f"a cost is 1 to {self.capacity(plan)}, got {cost}")
        if self.variant.back:
            now = self.clock = max(now, self.clock)
        known = self.clients.setdefault(client, Client())
        granted = all(self.room(known, quota, now) >= cost * quota.period for quota in quotas)
        if granted or self.variant.refusals:
            self.count(known, quotas, Counted(now, cost, granted))
        return 0 if granted else self.until(known, quotas, now, cost)

    def refund(self, client: str) -> None:
        """Give back what the client's last granted request spent, once, as far as that still counts."""

    def quotas_of(self, plan: str) -> tuple[Quota, ...]:
        """Return the quotas that hold for a plan."""
        return (self.plans.get(plan, self.quotas[0]), *self.quotas[1:])

    def capacity(self, plan: str = "") -> int:
        """Return the most that can be granted at once."""
        bucket = self.variant.windows == "bucket"
        return min(quota.burst if bucket else quota.limit for quota in self.quotas_of(plan))

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

    def count(self, client: Client, quotas: Sequence[Quota], request: Counted) -> None:
        """Let a request count."""
        if self.variant.windows == "bucket":
            for quota in set(quotas):
                left = self.room(client, quota, request.at) - request.cost * quota.period
                client.spent[quota] = (request.at, left)
        client.requests.append(request)

    def room(self, client: Client, quota: Quota, now: int) -> int:
        """Return what could be granted at `now`, in parts of a unit: a period's number of them makes one."""
        if self.variant.windows == "bucket":
            at, left = client.spent.get(quota, (0, quota.burst * quota.period))
            return min(quota.burst * quota.period, left + (now - at) * quota.limit)
        return (quota.limit - sum(each.cost for each in self.counting(client, quota, now))) * quota.period

    def counting(self, client: Client, quota: Quota, now: int) -> Sequence[Counted]:
        """Return the requests that count at `now`."""
        late = self.variant.edge == "after"  # a window's last tick is the one where the next would begin
        if self.variant.windows == "grid":
            window = (now - late) // quota.period
            return [each for each in client.requests if (each.at - late) // quota.period == window]
        if self.variant.windows == "sliding":
            return [each for each in client.requests if each.at > now - quota.period - late]
        first = 0
        for place, each in enumerate(client.requests):
            if each.at - client.requests[first].at >= quota.period + late:
                first = place
        over = not client.requests or now - client.requests[first].at >= quota.period + late
        return [] if over else client.requests[first:]
