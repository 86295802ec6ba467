"""Right rate limiters, one for each variant and twist: written by hand, with each knob as plain code."""

WINDOW = {"at": "now // quota.period", "after": "-(-now // quota.period) - 1"}

GRID = """
def window(quota, now):
    return {window}


def used(quota, state, now):
    return state[1] if state and state[0] == window(quota, now) else 0


def fits(quota, state, now, cost):
    return used(quota, state, now) + cost <= quota.limit


def spend(quota, state, now, cost):
    return window(quota, now), used(quota, state, now) + cost


def wait(quota, state, now, cost):
    return 0 if fits(quota, state, now, cost) else (window(quota, now) + 1) * quota.period + {late} - now


def give_back(quota, state, now, at, cost):
    return (state[0], state[1] - cost) if state[0] == window(quota, at) else state
"""

FIRST = """
def is_open(quota, state, now):
    return state is not None and now {before} state[0] + quota.period


def fits(quota, state, now, cost):
    return (state[1] if is_open(quota, state, now) else 0) + cost <= quota.limit


def spend(quota, state, now, cost):
    return (state[0], state[1] + cost) if is_open(quota, state, now) else (now, cost)


def wait(quota, state, now, cost):
    return 0 if fits(quota, state, now, cost) else state[0] + quota.period + {late} - now


def give_back(quota, state, now, at, cost):
    return (state[0], state[1] - cost) if at >= state[0] else state
"""

SLIDING = """
def still(quota, state, now):
    return [(at, cost) for at, cost in state or () if now {before} at + quota.period]


def fits(quota, state, now, cost):
    return sum(each for _, each in still(quota, state, now)) + cost <= quota.limit


def spend(quota, state, now, cost):
    return (*still(quota, state, now), (now, cost))


def wait(quota, state, now, cost):
    entries = still(quota, state, now)
    total = sum(each for _, each in entries)
    for at, each in [(now - quota.period - {late}, 0), *entries]:
        total -= each
        if total + cost <= quota.limit:
            return at + quota.period + {late} - now


def give_back(quota, state, now, at, cost):
    entries = list(state)
    if (at, cost) in entries:
        entries.remove((at, cost))
    return tuple(entries)
"""

BUCKET = """
def fits(quota, state, now, cost):
    return max(state or 0, now * quota.limit) + cost * quota.period - now * quota.limit <= {most} * quota.period


def spend(quota, state, now, cost):
    return max(state or 0, now * quota.limit) + cost * quota.period


def wait(quota, state, now, cost):
    if fits(quota, state, now, cost):
        return 0
    return -(-(state + (cost - {most}) * quota.period) // quota.limit) - now


def give_back(quota, state, now, at, cost):
    return state - cost * quota.period
"""

CLASS = """

class RateLimiter:
    def __init__(self, quota{parameters}):
        self.quota = quota
        self.clients = {{}}
        self.last = {{}}
        self.now = 0
{keeps}

    def {method}(self, now, client{arguments}):
{body}
{more}"""

BODY = """
quotas = {quotas}
{validates}
{clock}
states = self.clients.get(client) or (None,) * len(quotas)
granted = all(fits(quota, state, now, cost) for quota, state in zip(quotas, states))
if granted{refusals}:
    states = tuple(spend(quota, state, now, cost) for quota, state in zip(quotas, states))
self.clients[client] = states
if granted:
    self.last[client] = now, cost
return {returns}
"""

ON_STORE = """
quotas = {quotas}
{validates}
{clock}
while True:
    old = self.store.get(client) if self.store else self.clients.get(client)
    states = old or (None,) * len(quotas)
    granted = all(fits(quota, state, now, cost) for quota, state in zip(quotas, states))
    if granted{refusals}:
        states = tuple(spend(quota, state, now, cost) for quota, state in zip(quotas, states))
    if self.store is None:
        self.clients[client] = states
        break
    if self.store.compare_and_set(client, old, states):
        break
return {returns}
"""

REFUND = """
    def refund(self, now, client):
        at, cost = self.last.pop(client, (0, 0))
        if cost:
            self.clients[client] = tuple(
                give_back(quota, state, now, at, cost) for quota, state in zip([self.quota], self.clients[client])
            )
"""


def solution(variant, twist=""):
    """Return the text of a right solution."""
    late = variant.edge == "after"
    most = "quota.burst" if variant.burst else "quota.limit"
    family = {"grid": GRID, "first": FIRST, "sliding": SLIDING, "bucket": BUCKET}[variant.windows].format(
        window=WINDOW[variant.edge], before="<=" if late else "<", late=int(late), most=most
    )
    tiers = variant.tiers or twist == "plans"
    also, store = twist == "two windows", twist == "servers"
    body = (ON_STORE if store else BODY).format(
        quotas=f"[{'self.plans.get(plan, quota)' if tiers else 'quota'}{', *self.also' if also else ''}]",
        validates=f"if not 1 <= cost <= min({most} for quota in quotas):\n    raise ValueError(cost)",
        clock="now = self.now = max(self.now, now)" if variant.back else "",
        refusals=" or True" if variant.refusals else "",
        returns="granted"
        if variant.answer == "yes"
        else "0 if granted else max(wait(quota, state, now, cost) for quota, state in zip(quotas, states))",
    )
    body = f"quota = self.quota{body}"
    if not variant.costs:
        body = f"cost = 1\n{body}"
    parameters, keeps = "", []
    for wanted, name, kept in ((tiers, "plans", "plans or {}"), (also, "also", "[also] if also else []")):
        parameters += f", {name}=None" if wanted else ""
        keeps += [f"self.{name} = {kept}"] if wanted else []
    parameters += ", store=None" if store else ""
    keeps += ["self.store = store"] if store else []
    return family + CLASS.format(
        parameters=parameters,
        keeps="\n".join(" " * 8 + line for line in keeps),
        method=variant.method,
        arguments=(", cost=1" if variant.costs else "") + (', *, plan=""' if tiers else ""),
        body="\n".join(" " * 8 + line for line in body.splitlines() if line),
        more=REFUND if twist == "refund" else "",
    )
