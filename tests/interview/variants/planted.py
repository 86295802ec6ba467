"""Right rate limiters with one mistake each, in what a call changes that spends nothing, or in a twist."""

from tests.interview.variants.solutions import solution

AT = "quota, state, now"
EACH = "for quota, state in zip(quotas, states)"
KNOWN = "(self.clients.get(client) or (None,) * len(quotas))"
GIVEN = "self.clients[client] = tuple("
# What becomes of the states of a client that is refused, by the windows in which that is a mistake.
REFUSED = {
    "opens windows with nothing spent": ("first", f"spend({AT}, 0) {EACH}"),
    "opens the first window": ("first", f"spend({AT}, 0) if quota == quotas[0] else state {EACH}"),
    "opens the last window": ("first", f"spend({AT}, 0) if quota == quotas[-1] else state {EACH}"),
    "begins windows again": ("first", f"(now, state[1]) if is_open({AT}) else state {EACH}"),
    "begins the windows that grant again": (
        "first",
        f"(now, state[1]) if is_open({AT}) and fits({AT}, cost) else state {EACH}",
    ),
    "closes windows": ("first", f"None {EACH}"),
    "closes the windows that grant": ("first", f"None if fits({AT}, cost) else state {EACH}"),
    "clears windows that are full": ("grid first", f"(state[0], 0) if state and fits({AT}, 1) else state {EACH}"),
    "spends where there is room": (
        "grid first sliding bucket",
        f"spend({AT}, cost) if fits({AT}, cost) else state {EACH}",
    ),
    "spends where there is none": (
        "grid first sliding bucket",
        f"state if fits({AT}, cost) else spend({AT}, cost) {EACH}",
    ),
    "spends one in the first": ("grid first sliding bucket", f"spend({AT}, 1) if quota == quotas[0] else state {EACH}"),
    "spends one in the last": ("grid first sliding bucket", f"spend({AT}, 1) if quota == quotas[-1] else state {EACH}"),
    "forgets what the shorter period does not count": (
        "sliding",
        f"tuple(still(min(quotas, key=lambda each: each.period), state, now)) {EACH}",
    ),
    "forgets the oldest": ("sliding", f"state and state[1:] {EACH}"),
    "makes what counts younger": ("sliding", f"tuple((now, cost) for _, cost in still({AT})) {EACH}"),
    "loses what has flowed in": (
        "bucket",
        f"state and max(state, now * quota.limit) + (now - self.seen.get(client, now)) * quota.limit {EACH}",
    ),
    "loses parts of tokens": ("bucket", f"state and -(-state // quota.period) * quota.period {EACH}"),
    "fills the bucket": ("bucket", f"None {EACH}"),
}
NEEDS_TWO = {
    "opens windows with nothing spent",
    "opens the first window",
    "opens the last window",
    "begins the windows that grant again",
    "closes the windows that grant",
    "spends where there is room",
    "forgets what the shorter period does not count",
}
NEEDS_ROOM = {"spends one in the first", "spends one in the last", "clears windows that are full"}


def refused(variant, twist=""):
    """Return limiters in which a refusal that should change nothing changes something."""
    if variant.refusals:
        return {}
    right, found, two = solution(variant, twist), {}, twist == "two windows"
    full = variant.windows in ("grid", "first") and not variant.costs  # a refusing window has no unit left
    for name, (windows, states) in REFUSED.items():
        none = not two and name in NEEDS_TWO | (NEEDS_ROOM if full else set())
        if variant.windows in windows.split() and not none and not (full and name == "spends where there is none"):
            found[f"a refusal {name}"] = _decided(right, f"if not granted:\n    states = tuple({states})")
    if variant.back and variant.answer == "wait":
        clock = "now = self.now = max(self.now, now)"
        found["a refusal leaves the clock"] = _changed(
            _decided(right, "self.now = now if granted else self.now"), clock, "now = max(self.now, now)"
        )
    if twist == "refund":
        last = "        if granted:\n            self.last[client] = now, cost"
        if variant.costs or variant.windows == "sliding":
            found["a refusal is given back"] = _changed(right, last, "        self.last[client] = now, cost")
        found["a refusal forgets what to give back"] = _changed(
            right, last, f"{last}\n        else:\n            self.last.pop(client, None)"
        )
    return found


def mistaken(variant, twist=""):
    """Return limiters in which an error changes something."""
    if not variant.costs or twist == "servers":
        return {}
    right = solution(variant, twist)
    of_each = f"for quota, state in zip(quotas, {KNOWN})"
    found = {"an error spends one": f"spend({AT}, 1) {of_each}", "an error forgets the client": f"None {of_each}"}
    if variant.windows == "first":
        found["an error opens windows"] = f"spend({AT}, 0) {of_each}"
    texts = {name: _changed(right, "raise ", f"{GIVEN}{states}); raise ") for name, states in found.items()}
    if twist == "refund":
        texts["an error forgets what to give back"] = _changed(right, "raise ", "self.last.pop(client, 0); raise ")
    return texts


def twisted(variant, twist):
    """Return limiters that mistake a twist."""
    of_each = {"two windows": _two_windows, "refund": _refunds, "servers": _servers, "plans": _plans}
    return of_each[twist](variant, solution(variant, twist))


def _two_windows(variant, right):
    most, found = "quota.burst" if variant.burst else "quota.limit", {}
    checked, longest = f"min({most} for quota in quotas)", f"else max(wait({AT}, cost)"
    if variant.costs:
        for name, by in {"first": "quotas[:1]", "last": "quotas[-1:]"}.items():
            found[f"a cost is checked against the {name}"] = _changed(right, checked, f"min({most} for quota in {by})")
        found["a cost is checked against the larger"] = _changed(right, checked, checked.replace("min", "max"))
    if variant.answer == "wait":
        found["the wait of the first"] = _changed(right, longest, f"{longest} * (quota == quotas[0])")
        found["the shorter wait"] = _changed(right, longest, f"else min(wait({AT}, cost) or 99**9")
    if variant.windows == "first":
        for name, place in {"first": 0, "last": -1}.items():
            states = f"tuple((states[{place}][0], state[1]) for state in states)"
            found[f"both begin with the {name}"] = _decided(right, f"if granted:\n    states = {states}")
    return found


def _refunds(variant, right):
    last, given = "at, cost = self.last.pop(client, (0, 0))", "        if cost:\n"
    nothing = last.replace("(0, 0)", "(now, client in self.clients)")
    found = {
        "a refund forgets the client": _changed(right, given, "        self.clients.pop(client, 0)\n        if 0:\n"),
        "a refund with nothing to give gives one": _changed(right, last, nothing),
    }
    if variant.costs:
        found["a refund gives one back"] = _changed(right, given, f"        cost = min(cost, 1)\n{given}")
    if variant.windows == "first":
        back = "return (state[0], state[1] - cost) if at >= state[0] else state"
        closed = f"state = {back.removeprefix('return ')}\n    return state if state[1] else None"
        found["a refund closes an empty window"] = _changed(right, back, closed)
        found["a refund begins the window again"] = _changed(right, back, back.replace("(state[0], ", "(now, "))
    if variant.windows == "sliding":
        found["a refund takes the oldest"] = _changed(right, "entries.remove((at, cost))", "entries.pop(0)")
    return found


def _servers(variant, right):
    decided = "            granted = all"
    again = decided.replace("all", "granted if 'granted' in vars() else all")
    found = {"a second try decides no more": _changed(right, decided, again)}
    if variant.refusals:
        found["a refusal is not written"] = _decided(right, "if not granted and self.store: break")
    return found


def _plans(_variant, right):
    plan, known, kept = "[self.plans.get(plan, quota)]", "self.clients.get(client)", "self.clients[client]"
    return {
        "a plan's quota is kept for all": _changed(right, plan, f"{plan}\n        self.quota = quotas[0]"),
        "states are of plans": _changed(_changed(right, known, "self.clients.get(plan)"), kept, "self.clients[plan]"),
    }


def _decided(right, code):
    """Put lines where it is decided, and states are not kept yet."""
    stored = "            if self.store is None:\n"
    end, indent = (stored, 12) if stored in right else ("        self.clients[client] = states\n", 8)
    lines = "".join(f"{' ' * indent}{line}\n" for line in code.splitlines())
    text = _changed(right, end, f"{lines}{end}")
    if "self.seen.get" in code:
        text = _changed(text, "self.last = {}", "self.last = {}\n        self.seen = {}")
        text = _changed(text, end, f"{' ' * indent}self.seen[client] = now\n{end}")
    return text


def _changed(text, old, new):
    assert old in text
    return text.replace(old, new)


def planted(variant, twist=""):
    """Return all of them."""
    return refused(variant, twist) | mistaken(variant, twist) | (twisted(variant, twist) if twist else {})
