"""The table is asked for a consumer's or a group's text without its kind, so that consumer gold is group gold."""

from typing import NamedTuple

from ratelimit import Quota


class Verdict(NamedTuple):
    allowed: bool
    policy: str | None
    status: int
    retry_after: int


class Node:
    """What is at one place of the trie."""

    __slots__ = ("children", "local", "rules")

    def __init__(self):
        self.children = {}
        self.local = None
        self.rules = []


class Compiled:
    __slots__ = ("name", "limits", "limiter", "count_by", "header", "shadow", "enabled", "globally")


class Config:
    __slots__ = ("root", "compiled")

    def __init__(self):
        self.root = Node()
        self.compiled = {}


# rank[subject][has route][has service], the subjects being: consumer, group, neither
RANK = (
    ((8, 4), (3, 1)),
    ((9, 6), (5, 2)),
    ((12, 11), (10, 7)),
)


def check_field(p):
    """The name of the field that is wrong, or an empty text."""
    if not isinstance(p.name, str) or len(p.name) == 0:
        return "name"
    if not isinstance(p.limits, list) and not isinstance(p.limits, tuple):
        return "limits"
    if len(p.limits) == 0:
        return "limits"
    for quota in p.limits:
        if not isinstance(quota, Quota):
            return "limits"
    if p.consumer is not None and (not isinstance(p.consumer, str) or len(p.consumer) == 0):
        return "consumer"
    if p.group is not None and (not isinstance(p.group, str) or len(p.group) == 0):
        return "group"
    if p.route is not None and (not isinstance(p.route, str) or len(p.route) == 0):
        return "route"
    if p.service is not None and (not isinstance(p.service, str) or len(p.service) == 0):
        return "service"
    if p.consumer is not None and p.group is not None:
        return "group"
    if not isinstance(p.count_by, str):
        return "count_by"
    if p.count_by not in ("consumer", "credential", "ip", "path", "service"):
        if not p.count_by.startswith("header:") or len(p.count_by) == len("header:"):
            return "count_by"
    if not isinstance(p.shadow, bool):
        return "shadow"
    if not isinstance(p.enabled, bool):
        return "enabled"
    if not isinstance(p.globally, bool):
        return "globally"
    return ""


def compile_config(policies):
    """Return (config, None) or (None, error)."""
    config = Config()
    for p in policies:
        field = check_field(p)
        if field != "":
            return None, f"policy {p.name!r} has a mistake in {field}"
        if p.name in config.compiled:
            return None, f"policy {p.name!r} has a name that is used already"
        c = Compiled()
        c.name = p.name
        c.limits = tuple(p.limits)
        c.limiter = None
        c.count_by = p.count_by
        c.header = ""
        if p.count_by.startswith("header:"):
            c.count_by = "header"
            c.header = p.count_by[len("header:") :].lower()
        c.shadow = p.shadow
        c.enabled = p.enabled
        c.globally = p.globally
        config.compiled[c.name] = c
        if not c.enabled:
            continue
        node = config.root
        if p.consumer is not None:
            subject = p.consumer
        elif p.group is not None:
            subject = p.group
        else:
            subject = None
        for step in (subject, p.route, p.service):
            child = node.children.get(step)
            if child is None:
                child = Node()
                node.children[step] = child
            node = child
        if c.globally:
            node.rules.append(c)
        elif node.local is not None:
            return None, f"policies {node.local.name!r} and {c.name!r} have the same scope"
        else:
            node.local = c
    return config, None


def key_of(c, request):
    value = None
    if c.count_by == "header":
        for name, text in request.headers.items():
            if name.lower() == c.header:
                value = text
                break
    elif c.count_by == "consumer":
        value = request.consumer
    elif c.count_by == "credential":
        value = request.credential
    elif c.count_by == "path":
        value = request.path
    elif c.count_by == "service":
        value = request.service
    if value:
        return (c.count_by, c.header, value)
    if request.ip:
        return ("ip", "", request.ip)
    return ("", "", "")


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter = new_limiter
        self.config = Config()
        self.reload(policies)

    def reload(self, policies):
        config, error = compile_config(policies)
        if error is not None:
            raise ValueError(error)
        for name, c in config.compiled.items():
            old = self.config.compiled.get(name)
            if old is not None and old.limits == c.limits:
                c.limiter = old.limiter
            else:
                c.limiter = self.new_limiter(c.limits)
        self.config = config

    def find(self, request):
        best = None
        local = None
        rules = []
        subjects = [(2, "", None)]
        if request.consumer:
            subjects.append((0, "", request.consumer))
        for group in request.groups:
            if group != request.consumer:
                subjects.append((1, group, group))
        for which, group, subject in subjects:
            at_subject = self.config.root.children.get(subject)
            if at_subject is None:
                continue
            for has_route in (1, 0):
                if has_route and not request.route:
                    continue
                at_route = at_subject.children.get(request.route if has_route else None)
                if at_route is None:
                    continue
                for has_service in (1, 0):
                    if has_service and not request.service:
                        continue
                    node = at_route.children.get(request.service if has_service else None)
                    if node is None:
                        continue
                    rules.extend(node.rules)
                    if node.local is not None:
                        this = (RANK[which][has_route][has_service], group)
                        if best is None or this < best:
                            best = this
                            local = node.local
        return local, rules

    def access(self, request):
        local, rules = self.find(request)
        all_of_them = []
        if local is not None:
            all_of_them.append(local)
        all_of_them.extend(rules)
        keys = []
        worst = None
        longest = 0
        for c in all_of_them:
            key = key_of(c, request)
            keys.append(key)
            if c.shadow:
                continue
            wait = c.limiter.wait(key)
            if wait == 0:
                continue
            if wait > longest or (wait == longest and worst is not local and c.name < worst.name):
                worst = c
                longest = wait
        if worst is not None:
            return Verdict(False, worst.name, 429, longest)
        for i in range(len(all_of_them)):
            all_of_them[i].limiter.take(keys[i])
        return Verdict(True, local.name if local is not None else None, 200, 0)
