"""Does not count a request that lacks what is counted by.

Breaks: law 4 (counting)
Level: count
Shows: plugin(policy('all', '1/minute')) access(ip='192.0.2.1') access(ip='192.0.2.1')
Shipped: APISIX limit-count (rules, 3.16 and later) skips a rule whose key the request lacks
"""

from operator import attrgetter

from ratelimit import Quota

FIELDS = ("consumer", "group", "route", "service")
BY_FIELD = {field: attrgetter(field) for field in ("consumer", "credential", "ip", "path", "service")}
ORDER = """
consumer route service
group route service
consumer route
consumer service
group route
group service
route service
consumer
group
route
service
"""
KINDS = [frozenset(line.split()) for line in ORDER.strip().splitlines()] + [frozenset()]


class Verdict:
    def __init__(self, allowed, policy, status, retry_after):
        self.allowed, self.policy, self.status, self.retry_after = allowed, policy, status, retry_after


class Compiled:
    def __init__(self, policy):
        self.name = policy.name
        self.limits = tuple(policy.limits)
        self.shadow = policy.shadow
        self.limiter = None
        self.kind = policy.count_by.lower()
        self.find = BY_FIELD.get(policy.count_by) or self.header(self.kind.partition(":")[2])
        self.scope = tuple(getattr(policy, field) for field in FIELDS)

    @staticmethod
    def header(wanted):
        def find(request):
            for name, value in request.headers.items():
                if name.lower() == wanted:
                    return value
            return None

        return find

    def key(self, request):
        value = self.find(request)
        if value:
            return self.kind, value
        return None

    def wait(self, request):
        return self.limiter.wait(self.key(request)) if self.key(request) else 0

    def take(self, request):
        return self.limiter.take(self.key(request)) if self.key(request) else 0


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.compiled = {}
        self.reload(policies)

    def reload(self, policies):
        for policy in policies:
            self.validate(policy)
        compiled = {policy.name: Compiled(policy) for policy in policies}
        if len(compiled) < len(policies):
            names = [policy.name for policy in policies]
            raise ValueError(f"name {max(names, key=names.count)} more than once")
        local, rules = {}, {}
        for policy in policies:
            one = compiled[policy.name]
            if policy.enabled and policy.globally:
                rules.setdefault(one.scope, []).append(one)
            elif policy.enabled:
                other = local.setdefault(one.scope, one)
                if other is not one:
                    raise ValueError(f"{one.name} and {other.name} have the scope {one.scope}")
        for one in compiled.values():
            before = self.compiled.get(one.name)
            if before is not None and before.limits == one.limits:
                one.limiter = before.limiter
            else:
                one.limiter = self.new_limiter(one.limits)
        self.compiled, self.local, self.rules = compiled, local, rules

    def access(self, request):
        scopes = [scope for kind in KINDS for scope in self.scopes(kind, request)]
        local = [self.local[scope] for scope in scopes if scope in self.local][:1]
        rules = sorted((one for scope in scopes for one in self.rules.get(scope, ())), key=attrgetter("name"))
        counting = local + rules
        slowest = max((one for one in counting if not one.shadow), key=lambda one: one.wait(request), default=None)
        if slowest is not None and slowest.wait(request):
            return Verdict(False, slowest.name, 429, slowest.wait(request))
        for one in counting:
            one.take(request)
        return Verdict(True, local[0].name if local else None, 200, 0)

    @staticmethod
    def scopes(kind, request):
        for group in sorted({*request.groups}) if "group" in kind else [None]:
            has = dict(consumer=request.consumer, group=group, route=request.route, service=request.service)
            if all(has[field] for field in kind):
                yield tuple(has[field] if field in kind else None for field in FIELDS)

    @staticmethod
    def validate(policy):
        def no(field):
            raise ValueError(f"{policy.name}.{field}: {getattr(policy, field)!r} won't do")

        if not isinstance(policy.name, str) or not policy.name:
            no("name")
        for field in FIELDS:
            value = getattr(policy, field)
            if value is not None and not (isinstance(value, str) and value):
                no(field)
        if policy.consumer is not None and policy.group is not None:
            no("consumer")
        several = policy.limits if isinstance(policy.limits, (list, tuple)) else ()
        if not several or not all(isinstance(each, Quota) for each in several):
            no("limits")
        by = policy.count_by
        if not isinstance(by, str) or (by not in BY_FIELD and not (by.startswith("header:") and by != "header:")):
            no("count_by")
        for field in ("shadow", "enabled", "globally"):
            if getattr(policy, field) is not True and getattr(policy, field) is not False:
                no(field)
