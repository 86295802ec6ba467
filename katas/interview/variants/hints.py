"""Three hints for each level, from mild to strong; the third is near code."""

from katas.interview.variants.variant import Variant

_STATE = {
    "grid": "`number, used = self.windows.get(client, (None, 0))`; if `number` is not this window's, `used` is 0.",
    "first": "`start, used = self.windows.get(client, (None, 0))`; grant while `used < quota.limit`.",
    "sliding": "`times = self.times.setdefault(client, [])`; grant while `len(times) < quota.limit`, and append `now`.",
    "bucket": "`tokens, at = self.buckets.get(client, (quota.limit, now))`; grant if `tokens >= 1`, and keep one less.",
}
_WINDOWS = {
    "grid": (
        "Which window does a time belong to? It is the same for all clients, and needs no memory.",
        "The number of a window follows from the time and the period alone, by a division.",
        "Keep the number of the window beside each client's count, and begin at 0 when it is another one.",
    ),
    "first": (
        "When does this client's window begin? Not at a multiple of the period.",
        "Keep the time of the request that began the window. When is it over, and what begins the next one?",
        "If there is no start yet, or its window is over: `start, used = now, 0`. Else leave `start` as it is.",
    ),
    "sliding": (
        "Two windows that meet can let twice the limit through within one period. What must you remember instead?",
        "Keep the time of each request that counts, for as long as it does.",
        "Before you decide, drop the times that are a period old, and count those that are left.",
    ),
    "bucket": (
        "How many tokens have flowed in since the last request? You need no timer for that.",
        "Keep how many tokens there were, and when. A part of a token must not be lost between two requests.",
        "In whole P-ths of a token: `left = min(limit * period, left + (now - at) * limit)`; a token is `period`.",
    ),
}
_EDGES = {
    (
        "grid",
        "at",
    ): "At tick `period`, `now // quota.period` is 1: the next window. Nothing is to be added or taken away.",
    ("grid", "after"): "Tick `period` still belongs to window 0: `number = (now - 1) // quota.period`.",
    ("first", "at"): "The next window begins if `now - start >= quota.period`, not `>`.",
    ("first", "after"): "The next window begins if `now - start > quota.period`, not `>=`.",
    ("sliding", "at"): "What counts has `at > now - quota.period`, not `>=`.",
    ("sliding", "after"): "What counts has `at >= now - quota.period`, not `>`.",
    ("bucket", "at"): "Grant if `tokens >= cost`, not `>`; and round nothing down before that.",
}
_WAITS = {
    "grid": "The wait ends when the next window begins: `(number + 1) * quota.period - now`.",
    "first": "The wait ends when this window is over: `start + quota.period - now`.",
    "sliding": "Go from the oldest entry on: the wait ends when so many have left that the cost fits.",
    "bucket": "In P-ths of a token, `a = cost * period - left` is missing; the wait is `-(-a // limit)`, rounded up.",
}


def hints(variant: Variant, level: str) -> tuple[str, str, str]:
    """Return the hints for a level, of a variant or of a twist. Raises `KeyError` if there is no such level."""
    late = variant.edge == "after" and level == "wait"
    found = {
        "limit": (
            "What do you have to know of a client to say whether one more request is granted?",
            "Keep a dict from client to what you know of it. A client that is not in it is new, and has all its units.",
            _STATE[variant.windows],
        ),
        "windows": _WINDOWS[variant.windows],
        "edge": (
            "Off by one tick. What is right at the very tick at which something comes due?",
            "Write down the last tick at which a request still counts, and the first at which it does not.",
            _EDGES[variant.windows, variant.edge],
        ),
        "wait": (
            "At which tick would this very request be granted, if nobody asked in between? The wait ends there.",
            "Find that tick from what you keep, and return its distance from now. A tick less must still be refused.",
            _WAITS[variant.windows] + (" A tick more here: what is due is there only after that." if late else ""),
        ),
        "refusals": _REFUSALS[variant.refusals],
    } | _HINTS
    return found[level]


_REFUSALS = {
    False: (
        "What does a refused request leave behind?",
        "First decide, and only then change what you keep.",
        "Append, or add to the count, inside the `if` that grants, and nowhere else.",
    ),
    True: (
        "A refused request leaves as much behind as a granted one.",
        "Count each request, with all that it costs, once you have decided about it.",
        "Decide with what was there before, then append or add in any case; the wait is found after that.",
    ),
}
_HINTS = {
    "clients": (
        "Two clients never share anything.",
        "Is what you keep found by the client's name, everywhere? What is in the class is shared by all.",
        "Make the dict in `__init__`: `self.clients = {}`. Look up, and store, by `client` alone.",
    ),
    "costs": (
        "A request for three units needs room for three. What if there is room for two?",
        "Compare what is used and the cost with the limit, and add the cost, not 1. Refuse what can never fit.",
        "`if not 1 <= cost <= most: raise ValueError(...)` before anything else; then `if used + cost <= limit:`.",
    ),
    "burst": (
        "How much does a bucket hold, and how fast does it fill? These are two numbers.",
        "A new client has `quota.burst` tokens, and never more. They still come at the limit per period.",
        "In P-ths of a token: `left = min(quota.burst * quota.period, left + (now - at) * quota.limit)`.",
    ),
    "clock": (
        "What if a request is older than the one before?",
        "Keep the latest time that you have seen, and work with that.",
        "`now = self.now = max(self.now, now)`, before you look at anything. The wait counts from there too.",
    ),
    "plans": (
        "Where is it decided which quota holds for a request?",
        "Look the quota up by the plan at each request, and use that one everywhere below.",
        "`quota = self.plans.get(plan, self.quota)`, with `self.plans = plans or {}` in the constructor.",
    ),
    "everything": (
        "Each rule holds alone. Which two of them meet in this timeline?",
        "Follow the timeline with pencil and paper, and write down what you keep after each call.",
        "What does a refusal, a cost, or another client's call change in what you keep? Which numbers don't divide?",
    ),
    "two windows": (
        "What has been spent in the first window when the second refuses?",
        "Ask both before you spend in either. Keep what you know of a client once for each quota.",
        "`granted = all(fits(...) for each quota)`, then spend in all or in none; the wait is the longest of all.",
    ),
    "refund": (
        "What do you have to know of the last granted request to undo it?",
        "Keep its time and its cost for each client, and forget them when they have been given back.",
        "`found = self.last.pop(client, None)`; if there is one, take its cost out of what still counts.",
    ),
    "servers": (
        "Another server may write between your read and your write. How do you notice?",
        "Keep all that you know of a client in one value of the store. If it can't be set, start again.",
        "`while True:` get, decide, and leave the loop if `store.compare_and_set(client, old, new)`.",
    ),
}
