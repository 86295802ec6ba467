"""Takes waits for equal that differ by less than a microsecond.

Breaks: law 5 (global rules)
Level: together
Shows: plugin(policy('all', '1/nanosecond'), policy('new', '1 per 2 nanoseconds', globally=True)) access(consumer='ann') access(consumer='ann')
Shipped: not known
"""

from http import HTTPStatus

from ratelimit import Quota

RANK = {shape: rank for rank, shape in enumerate(["crs", "grs", "cr", "cs", "gr", "gs", "rs", "c", "g", "r", "s", ""])}
MICROSECOND = 1_000  # ns
LETTERS = {"c": "consumer", "g": "group", "r": "route", "s": "service"}


class Verdict:
    __slots__ = ("allowed", "policy", "retry_after", "status")

    def __init__(self, policy, wait=0):
        self.policy = policy
        self.allowed = wait == 0
        self.status = HTTPStatus.TOO_MANY_REQUESTS if wait else HTTPStatus.OK
        self.retry_after = wait


class Index:
    def __init__(self):
        self.shapes = {}

    def add(self, policy):
        shape = "".join(letter for letter, field in LETTERS.items() if getattr(policy, field) is not None)
        values = tuple(getattr(policy, LETTERS[letter]) for letter in shape)
        cell = self.shapes.setdefault(shape, {}).setdefault(values, [])
        cell.append(policy)
        return cell

    def sort(self):
        self.shapes = dict(sorted(self.shapes.items(), key=lambda item: RANK[item[0]]))

    def find(self, request):
        for shape, table in self.shapes.items():
            for group in sorted(request.groups) if "g" in shape else [None]:
                values = tuple(group if letter == "g" else getattr(request, LETTERS[letter]) for letter in shape)
                yield from table.get(values, ())


class Plugin:
    def __init__(self, policies, new_limiter):
        self.new_limiter, self.limiters = new_limiter, {}
        self.reload(policies)

    def reload(self, policies):
        local, rules, names = Index(), Index(), set()
        for policy in policies:
            assert_right(policy)
            if policy.name in names:
                raise ValueError(f"name {policy.name} is not unique")
            names.add(policy.name)
            if policy.enabled:
                cell = (rules if policy.globally else local).add(policy)
                if len(cell) > 1 and not policy.globally:
                    raise ValueError(f"{cell[0].name} has the same scope as {policy.name}")
        local.sort()
        limiters = {}
        for policy in policies:
            wanted = [*policy.limits]
            limits, limiter = self.limiters.get(policy.name, (None, None))
            limiters[policy.name] = (wanted, limiter if limits == wanted else self.new_limiter(wanted))
        self.local, self.rules, self.limiters = local, rules, limiters

    def access(self, request):
        local = next(self.local.find(request), None)
        rules = {rule.name: rule for rule in self.rules.find(request)}
        counting = [*([local] if local else []), *(rules[name] for name in sorted(rules))]
        keys = [key_of(policy.count_by, request) for policy in counting]
        limiters = [self.limiters[policy.name][1] for policy in counting]
        worst = None
        for policy, limiter, key in zip(counting, limiters, keys):
            wait = limiter.wait(key)
            if wait and not policy.shadow and (worst is None or wait - worst.retry_after >= MICROSECOND):
                worst = Verdict(policy.name, wait)
        if worst is None:
            for limiter, key in zip(limiters, keys):
                limiter.take(key)
        return worst or Verdict(local.name if local else None)


def key_of(by, request):
    if by.startswith("header:"):
        lowered = {name.lower(): value for name, value in request.headers.items()}
        value = lowered.get(by[7:].lower())
        by = by.lower()
    else:
        value = getattr(request, by)
    if value:
        return by, value
    if request.ip:
        return "ip", request.ip
    return "nobody"


def assert_right(policy):
    def must(fits, field):
        if not fits:
            raise ValueError(f"{field} of policy {policy.name} can't be {getattr(policy, field)!r}")

    must(isinstance(policy.name, str) and policy.name, "name")
    for field in LETTERS.values():
        value = getattr(policy, field)
        must(value is None or (isinstance(value, str) and value), field)
    must(not (policy.consumer and policy.group), "consumer")
    must(isinstance(policy.limits, (list, tuple)) and policy.limits, "limits")
    for quota in policy.limits:
        must(isinstance(quota, Quota), "limits")
    by = policy.count_by
    must(isinstance(by, str), "count_by")
    must(by in ("consumer", "credential", "ip", "path", "service") or by[7:] and by[:7] == "header:", "count_by")
    for field in ("shadow", "enabled", "globally"):
        must(type(getattr(policy, field)) is bool, field)
