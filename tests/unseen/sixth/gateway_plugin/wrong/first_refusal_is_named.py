"""Wrong: asks everybody before it takes, but names the first that refuses, not the one with the longest wait."""

from collections import namedtuple

from ratelimit import Quota

Verdict = namedtuple("Verdict", ["allowed", "policy", "status", "retry_after"])

LEVELS = (
    ("consumer", "route", "service"),
    ("group", "route", "service"),
    ("consumer", "route"),
    ("consumer", "service"),
    ("group", "route"),
    ("group", "service"),
    ("route", "service"),
    ("consumer",),
    ("group",),
    ("route",),
    ("service",),
    (),
)


class Entry:
    """A policy that is in force, ready to be asked."""

    def __init__(self, policy, limiter):
        self.name = policy.name
        self.shadow = policy.shadow
        self.is_rule = policy.globally
        self.limiter = limiter
        self.header = None
        self.count_by = policy.count_by
        if self.count_by.startswith("header:"):
            self.header = self.count_by[7:].lower()

    def key(self, request):
        if self.header is None:
            value = getattr(request, self.count_by)
            kind = self.count_by
        else:
            value = ""
            for name, text in request.headers.items():
                if name.lower() == self.header:
                    value = text
            kind = "header:" + self.header
        if not value:
            kind, value = "ip", request.ip
        if not value:
            return None
        return (kind, value)


class State:
    def __init__(self):
        self.counters = {}  # name -> (limits, limiter)
        self.local = [{} for _ in LEVELS]
        self.rules = [{} for _ in LEVELS]


def level_of(policy):
    fields = tuple(f for f in ("consumer", "group", "route", "service") if getattr(policy, f) is not None)
    return LEVELS.index(fields), tuple(getattr(policy, f) for f in fields)


class Plugin:
    def __init__(self, policies, new_limiter):
        self._new_limiter = new_limiter
        self._state = State()
        self._state = self._read(policies)

    def reload(self, policies):
        self._state = self._read(policies)

    def _read(self, policies):
        state = State()
        for policy in policies:
            self._validate(policy)
            if policy.name in state.counters:
                raise ValueError(f"{policy.name}: name is taken")
            limits = list(policy.limits)
            kept = self._state.counters.get(policy.name)
            if kept is not None and kept[0] == limits:
                limiter = kept[1]
            else:
                limiter = self._new_limiter(tuple(limits))
            state.counters[policy.name] = (limits, limiter)
            if not policy.enabled:
                continue
            entry = Entry(policy, limiter)
            level, values = level_of(policy)
            if policy.globally:
                state.rules[level].setdefault(values, []).append(entry)
            elif values in state.local[level]:
                raise ValueError(f"{policy.name} and {state.local[level][values].name} are for the same requests")
            else:
                state.local[level][values] = entry
        return state

    @staticmethod
    def _validate(policy):
        def wrong(field):
            raise ValueError(f"policy {policy.name!r} has a wrong {field}: {getattr(policy, field)!r}")

        if type(policy.name) is not str and not isinstance(policy.name, str):
            wrong("name")
        if policy.name == "":
            wrong("name")
        if not isinstance(policy.limits, (tuple, list)) or len(policy.limits) == 0:
            wrong("limits")
        for quota in policy.limits:
            if not isinstance(quota, Quota):
                wrong("limits")
        for field in ("consumer", "group", "route", "service"):
            value = getattr(policy, field)
            if value is None:
                continue
            if not isinstance(value, str) or value == "":
                wrong(field)
        if policy.consumer is not None and policy.group is not None:
            wrong("group")
        for field in ("shadow", "enabled", "globally"):
            if getattr(policy, field) is not True and getattr(policy, field) is not False:
                wrong(field)
        count_by = policy.count_by
        if not isinstance(count_by, str):
            wrong("count_by")
        if count_by not in ("consumer", "credential", "ip", "path", "service"):
            if count_by[:7] != "header:" or len(count_by) == 7:
                wrong("count_by")

    def access(self, request):
        state = self._state
        values = {
            "consumer": [request.consumer] if request.consumer else [],
            "group": sorted(g for g in request.groups if g),
            "route": [request.route] if request.route else [],
            "service": [request.service] if request.service else [],
        }
        local = None
        rules = []
        for level, fields in enumerate(LEVELS):
            tuples = [()]
            for field in fields:
                tuples = [before + (value,) for before in tuples for value in values[field]]
            for each in tuples:
                if local is None:
                    local = state.local[level].get(each)
                rules.extend(state.rules[level].get(each, ()))

        # the local one first, then rules by name: the first of the longest waits decides
        rules.sort(key=lambda entry: entry.name)
        asked = [(entry, entry.key(request)) for entry in ([local] if local else []) + rules]
        worst, who = 0, None
        for entry, key in asked:
            if entry.shadow:
                continue
            wait = entry.limiter.wait(key)
            if wait > 0:
                worst, who = wait, entry
                break
        if who is not None:
            return Verdict(allowed=False, policy=who.name, status=429, retry_after=worst)
        for entry, key in asked:
            entry.limiter.take(key)
        return Verdict(allowed=True, policy=local.name if local else None, status=200, retry_after=0)
