"""Counts by consumer, whatever count_by says.

Breaks: law 4 (counting)
Level: count
Shows: plugin(policy('all', '1/minute', count_by='service')) access(service='web') access(consumer='ann', service='web')
Shipped: not known
"""

from collections import namedtuple

from ratelimit import Quota

Verdict = namedtuple("Verdict", ["allowed", "policy", "status", "retry_after"])
CONSUMER, GROUP, ROUTE, SERVICE = 8, 4, 2, 1
MASKS = (0b1011, 0b0111, 0b1010, 0b1001, 0b0110, 0b0101, 0b0011, 0b1000, 0b0100, 0b0010, 0b0001, 0b0000)


def is_name(value):
    return isinstance(value, str) and bool(value)


def masked(mask, consumer, group, route, service):
    return (
        mask,
        consumer if mask & CONSUMER else "",
        group if mask & GROUP else "",
        route if mask & ROUTE else "",
        service if mask & SERVICE else "",
    )


def mask_of(policy):
    return (
        CONSUMER * (policy.consumer is not None)
        | GROUP * (policy.group is not None)
        | ROUTE * (policy.route is not None)
        | SERVICE * (policy.service is not None)
    )


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.limits = {}
        self.limiters = {}
        self.reload(policies)

    def reload(self, policies):
        names, owners, rules = {}, {}, {}
        for policy in policies:
            error = self.error_in(policy)
            if error is None and policy.name in names:
                error = "name, which another policy has"
            if error is not None:
                raise ValueError(f"policy {policy.name!r} has a wrong {error}")
            names[policy.name] = tuple(policy.limits)
            if policy.enabled:
                where = masked(mask_of(policy), policy.consumer, policy.group, policy.route, policy.service)
                if policy.globally:
                    rules[where] = [*rules.get(where, ()), policy]
                elif where in owners:
                    raise ValueError(f"policies {policy.name!r} and {owners[where].name!r} have the same scope")
                else:
                    owners[where] = policy
        self.limiters = {
            name: self.limiters[name] if self.limits.get(name) == limits else self.new_limiter(limits)
            for name, limits in names.items()
        }
        self.limits, self.owners, self.rules = names, owners, rules

    def error_in(self, policy):
        if not is_name(policy.name):
            return "name"
        wrong = [
            field
            for field in ("consumer", "group", "route", "service")
            if getattr(policy, field) is not None and not is_name(getattr(policy, field))
        ]
        wrong += ["group"] if policy.consumer is not None and policy.group is not None else []
        several = policy.limits if isinstance(policy.limits, list | tuple) else ()
        wrong += [] if several and all(isinstance(each, Quota) for each in several) else ["limits"]
        by = policy.count_by if is_name(policy.count_by) else ""
        if by not in ("consumer", "credential", "ip", "path", "service") and not (by.startswith("header:") and by[7:]):
            wrong.append("count_by")
        wrong += [each for each in ("shadow", "enabled", "globally") if not isinstance(getattr(policy, each), bool)]
        return wrong[0] if wrong else None

    def access(self, request):
        groups = sorted(filter(None, set(request.groups)))
        has = (CONSUMER if request.consumer else 0) | (ROUTE if request.route else 0)
        has |= (SERVICE if request.service else 0) | (GROUP if groups else 0)
        local, rules = None, []
        for mask in MASKS:
            if mask & ~has:
                continue
            for group in groups if mask & GROUP else ("",):
                where = masked(mask, request.consumer, group, request.route, request.service)
                if local is None:
                    local = self.owners.get(where)
                rules += self.rules.get(where, ())
        rules.sort(key=lambda rule: rule.name)
        counting = rules if local is None else [local, *rules]
        decided = Verdict(True, local.name if local else None, 200, 0)
        for policy in counting:
            wait = 0 if policy.shadow else self.limiters[policy.name].wait(self.key(policy.count_by, request))
            if wait > decided.retry_after:
                decided = Verdict(False, policy.name, 429, wait)
        for policy in counting if decided.allowed else ():
            self.limiters[policy.name].take(self.key(policy.count_by, request))
        return decided

    def key(self, by, request):
        if by.startswith("header:"):
            by = by.lower()
            value = dict((f"header:{name.lower()}", text) for name, text in request.headers.items()).get(by)
        else:
            value = request.consumer
        if not value:
            by, value = "ip", request.ip
        return f"{by}={value}" if value else ""
