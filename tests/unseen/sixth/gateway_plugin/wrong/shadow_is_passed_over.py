"""Wrong: a local policy in shadow mode is not chosen; the next one that fits is in force instead."""

from typing import NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: "str | None"
    status: int
    retry_after: int


class Node:
    __slots__ = ("below", "local", "rules")

    def __init__(self):
        self.below = {}
        self.local = None
        self.rules = []

    def child(self, edge):
        if edge not in self.below:
            self.below[edge] = Node()
        return self.below[edge]


ANY = ("any",)
# how specific: by who, whether there is a route, whether there is a service
SPECIFIC = {
    ("consumer", True, True): 12, ("group", True, True): 11,
    ("consumer", True, False): 10, ("consumer", False, True): 9,
    ("group", True, False): 8, ("group", False, True): 7,
    ("any", True, True): 6, ("consumer", False, False): 5, ("group", False, False): 4,
    ("any", True, False): 3, ("any", False, True): 2, ("any", False, False): 1,
}  # fmt: skip
PLAIN = frozenset({"consumer", "credential", "ip", "path", "service"})


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.root = Node()
        self.known = {}
        self.reload(policies)

    def reload(self, policies):
        root, known, fresh = Node(), {}, []
        for policy in policies:
            complaint = self.complaint(policy)
            if complaint is None and policy.name in known:
                complaint = "name: there are two of them"
            if complaint is not None:
                raise ValueError(f"policy {policy.name!r}: {complaint}")
            known[policy.name] = [*policy.limits], None
            if policy.enabled:
                node = root.child(who_of(policy)).child(policy.route).child(policy.service)
                if policy.globally:
                    node.rules.append(policy)
                elif node.local is None:
                    node.local = policy
                else:
                    raise ValueError(f"same scope: {node.local.name}, {policy.name}")
        for name, (limits, _) in known.items():
            limits_before, limiter = self.known.get(name, (None, None))
            if limits_before != limits:
                limiter = self.new_limiter(limits)
            known[name] = limits, limiter
        self.root, self.known = root, known

    def complaint(self, policy):
        if not isinstance(policy.name, str) or len(policy.name) < 1:
            return "name"
        for field in ("consumer", "group", "route", "service"):
            value = getattr(policy, field)
            if not (value is None or (isinstance(value, str) and value)):
                return field
        if policy.consumer and policy.group:
            return "consumer, group"
        if not isinstance(policy.limits, (list, tuple)):
            return "limits"
        if not policy.limits or any([not isinstance(each, Quota) for each in policy.limits]):
            return "limits"
        for field in ("shadow", "enabled", "globally"):
            if getattr(policy, field).__class__ is not bool:
                return field
        by = policy.count_by
        if isinstance(by, str) and (by in PLAIN or by.startswith("header:") and len(by) > len("header:")):
            return None
        return "count_by"

    def access(self, request):
        whos = [ANY]
        if request.consumer:
            whos.append(("consumer", request.consumer))
        for group in request.groups:
            if group:
                whos.append(("group", group))
        routes = [None, request.route] if request.route else [None]
        services = [None, request.service] if request.service else [None]

        chosen, rules = None, []
        for who in whos:
            below_who = self.root.below.get(who)
            if below_who is None:
                continue
            for route in routes:
                below_route = below_who.below.get(route)
                if below_route is None:
                    continue
                for service in services:
                    node = below_route.below.get(service)
                    if node is None:
                        continue
                    rules += node.rules
                    if (
                        node.local is not None
                        and not node.local.shadow
                        and (chosen is None or beats(node.local, chosen))
                    ):
                        chosen = node.local

        take_part = rules + [chosen] if chosen is not None else rules
        who, wait = None, 0
        for policy in take_part:
            if policy.shadow:
                continue
            needed = self.known[policy.name][1].wait(self.key(policy, request))
            if needed > wait:
                who, wait = policy, needed
            elif needed == wait > 0:
                if not policy.globally or (who.globally and policy.name < who.name):
                    who = policy
        if who is not None:
            return Verdict(False, who.name, 429, wait)
        for policy in take_part:
            self.known[policy.name][1].take(self.key(policy, request))
        return Verdict(True, None if chosen is None else chosen.name, 200, 0)

    def key(self, policy, request):
        by = policy.count_by
        if by in PLAIN:
            text = getattr(request, by)
        else:
            by = by.lower()
            text = None
            for name in request.headers:
                if "header:" + name.lower() == by:
                    text = request.headers[name]
        if text:
            return f"{len(by)}:{by}={text}"
        return f"2:ip={request.ip}" if request.ip else "nobody"


def who_of(policy):
    if policy.consumer is not None:
        return ("consumer", policy.consumer)
    if policy.group is not None:
        return ("group", policy.group)
    return ANY


def specific(policy):
    return SPECIFIC[who_of(policy)[0], policy.route is not None, policy.service is not None]


def beats(one, other):
    if specific(one) != specific(other):
        return specific(one) > specific(other)
    return one.group is not None and one.group < other.group
