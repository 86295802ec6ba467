"""Wrong: sorts the policies at a reload, the most specific first, and goes through all of them at each request; right, but its steps grow with the file."""

from typing import NamedTuple

from ratelimit import Quota

ORDER = ["crs", "grs", "cr", "cs", "gr", "gs", "rs", "c", "g", "r", "s", ""]


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


class Item:
    def __init__(self, policy, limiter):
        self.policy = policy
        self.limits = list(policy.limits)
        self.limiter = limiter
        scope = "".join(x[0] for x in ("consumer", "group", "route", "service") if getattr(policy, x) is not None)
        self.order = (ORDER.index(scope), policy.group or "")

    def matches(self, request):
        p = self.policy
        return (
            (p.consumer is None or p.consumer == request.consumer)
            and (p.group is None or p.group in request.groups)
            and (p.route is None or p.route == request.route)
            and (p.service is None or p.service == request.service)
        )

    def key(self, request):
        by = self.policy.count_by
        if by.startswith("header:"):
            by = by.lower()
            value = {f"header:{k.lower()}": v for k, v in request.headers.items()}.get(by)
        else:
            value = getattr(request, by)
        if value:
            return by, value
        return "ip", request.ip or None

    def wait(self, request):
        return 0 if self.policy.shadow else self.limiter.wait(self.key(request))


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.items = {}
        self.reload(policies)

    def reload(self, policies):
        items = {}
        scopes = {}
        for policy in policies:
            self.check(policy)
            if policy.name in items:
                raise ValueError(f"policy {policy.name!r}: name is taken")
            if policy.enabled and not policy.globally:
                scope = policy.consumer, policy.group, policy.route, policy.service
                if scope in scopes:
                    raise ValueError(f"policies {scopes[scope]!r} and {policy.name!r} have the same scope")
                scopes[scope] = policy.name
            old = self.items.get(policy.name)
            keep = old is not None and old.limits == list(policy.limits)
            items[policy.name] = Item(policy, old.limiter if keep else self.new_limiter(policy.limits))
        self.items = items
        enabled = [item for item in items.values() if item.policy.enabled]
        self.local = sorted((item for item in enabled if not item.policy.globally), key=lambda item: item.order)
        self.rules = sorted((item for item in enabled if item.policy.globally), key=lambda item: item.policy.name)

    @staticmethod
    def check(policy):
        wrong = []
        if not isinstance(policy.name, str) or not policy.name:
            wrong.append("name")
        for part in ("consumer", "group", "route", "service"):
            value = getattr(policy, part)
            if value is not None and not (isinstance(value, str) and value):
                wrong.append(part)
        if policy.consumer is not None and policy.group is not None:
            wrong += ["consumer", "group"]
        limits = policy.limits
        if not isinstance(limits, (list, tuple)) or not limits or not all(isinstance(q, Quota) for q in limits):
            wrong.append("limits")
        by = policy.count_by
        if not isinstance(by, str):
            wrong.append("count_by")
        elif by not in ("consumer", "credential", "ip", "path", "service") and not (by[:7] == "header:" and by[7:]):
            wrong.append("count_by")
        wrong += [flag for flag in ("shadow", "enabled", "globally") if not isinstance(getattr(policy, flag), bool)]
        if wrong:
            raise ValueError(f"policy {policy.name!r}: {wrong}")

    def access(self, request):
        local = next((item for item in self.local if item.matches(request)), None)
        counting = [item for item in self.rules if item.matches(request)]
        if local:
            counting.insert(0, local)
        worst = max(counting, key=lambda item: item.wait(request), default=None)  # of equals the first
        wait = worst.wait(request) if worst else 0
        if wait:
            return Verdict(False, worst.policy.name, 429, wait)
        for item in counting:
            item.limiter.take(item.key(request))
        return Verdict(True, local.policy.name if local else None, 200, 0)
