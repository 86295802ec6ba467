"""Rate limiters that would be right if floats were exact: the right ones, with their arithmetic in floats."""

import re

from tests.interview.variants.solutions import BUCKET, WINDOW, solution

TOKENS = """
def tokens(quota, state, now):
    left, at = state or ({most}, now)
    return min({most}, left + {refill})


def fits(quota, state, now, cost):
    return tokens(quota, state, now) >= cost{slack}


def spend(quota, state, now, cost):
    return tokens(quota, state, now) - cost, now


def wait(quota, state, now, cost):
    missing = cost{slack} - tokens(quota, state, now)
    return max(0, math.ceil(missing * quota.period / quota.limit))


def give_back(quota, state, now, at, cost):
    return min({most}, tokens(quota, state, now) + cost), now
"""
WATER = """
def water(quota, state, now):
    level, at = state or (0.0, now)
    return max(0.0, level - (now - at) * quota.limit / quota.period)


def fits(quota, state, now, cost):
    return water(quota, state, now) + cost <= {most}


def spend(quota, state, now, cost):
    return water(quota, state, now) + cost, now


def wait(quota, state, now, cost):
    return max(0, math.ceil((water(quota, state, now) + cost - {most}) * quota.period / quota.limit))


def give_back(quota, state, now, at, cost):
    return max(0.0, water(quota, state, now) - cost), now
"""
TAT = """
def fits(quota, state, now, cost):
    interval = quota.period / quota.limit
    return max(state or 0, now) + cost * interval - now <= {most} * interval


def spend(quota, state, now, cost):
    return max(state or 0, now) + cost * quota.period / quota.limit


def wait(quota, state, now, cost):
    interval = quota.period / quota.limit
    return max(0, math.ceil((state or 0) + cost * interval - {most} * interval - now))


def give_back(quota, state, now, at, cost):
    return state - cost * quota.period / quota.limit
"""
REFILLS = {
    "tokens": "(now - at) * quota.limit / quota.period",
    "tokens by a rate": "(now - at) * (quota.limit / quota.period)",
    "tokens by periods": "(now - at) / quota.period * quota.limit",
    "tokens in seconds": "(now - at) / 1000 * (quota.limit / (quota.period / 1000))",
}
OUTSIDE = """
Right = RateLimiter


class RateLimiter(Right):
    def __init__(self, quota, plans=None, also=None, **more):
        more |= {{"plans": {{name: changed(each) for name, each in plans.items()}}}} if plans else {{}}
        more |= {{"also": changed(also)}} if also else {{}}
        super().__init__(changed(quota), **more)

    def {method}(self, now, client, *cost, **plan):
        found = super().{method}(now / UNIT, client, *cost, **plan)
        return found if found is True or found is False else round(found * UNIT)

    def refund(self, now, client):
        return super().refund(now / UNIT, client)


def changed(quota):
    return SimpleNamespace(limit=quota.limit, period=quota.period / UNIT, burst=quota.burst)
"""
START = "import math\nfrom types import SimpleNamespace\n"
ESTIMATE = """
def use(quota, state, now):
    place, share = now // quota.period, 1 - now % quota.period / quota.period
    return state.get(place, 0) + state.get(place - 1, 0) * share if state else 0


def fits(quota, state, now, cost):
    return use(quota, state, now) + cost <= quota.limit


def spend(quota, state, now, cost):
    place = now // quota.period
    return {**(state or {}), place: (state or {}).get(place, 0) + cost}


def wait(quota, state, now, cost):
    return next(gap for gap in range(3 * quota.period) if fits(quota, state, now + gap, cost))


def give_back(quota, state, now, at, cost):
    return {**state, at // quota.period: state[at // quota.period] - cost}
"""


def cousins(variant, twist=""):
    """Return limiters with floats, by what they do."""
    right = solution(variant, twist)
    found = {
        "times are floats": f"{START}UNIT = 1\n{right}{OUTSIDE.format(method=variant.method)}",
        "times in seconds": f"{START}UNIT = 1000\n{_with_a_tick(right)}{OUTSIDE.format(method=variant.method)}",
    }
    if variant.windows == "grid":
        by = "math.ceil(now / quota.period) - 1" if variant.edge == "after" else "int(now / quota.period)"
        found["a window by a division"] = START + _changed(right, WINDOW[variant.edge], by)
    if variant.windows == "bucket":
        found |= _buckets(variant, right)
    return found


def _with_a_tick(right):
    """A tick is not 1 any more."""
    for start in ("* quota.period + 1 - now", "+ quota.period + 1 - now", "(now - quota.period - 1, 0)"):
        right = right.replace(start, start.replace("1", "0.001"))
    return right


def estimate(variant):
    """Return a sliding window counter, which estimates what a log knows."""
    right = solution(variant)
    start, end = right.index("\ndef still"), right.index("\n\nclass ")
    return right[:start] + ESTIMATE + right[end:]


def _buckets(variant, right):
    most = "quota.burst" if variant.burst else "quota.limit"
    exact = BUCKET.format(most=most)
    families = {name: TOKENS.format(most=most, refill=refill, slack="") for name, refill in REFILLS.items()}
    families["nearly a token"] = TOKENS.format(most=most, refill=REFILLS["tokens"], slack=" - 1e-9")
    families |= {"water": WATER.format(most=most), "a time": TAT.format(most=most)}
    found = {}
    for name, family in families.items():
        found[name] = START + _changed(right, exact, family)
        if name != "a time":
            found[f"{name}, at each request"] = _kept_at_each_request(found[name])
    if variant.answer == "wait":
        ceiling = f"-(-(state + (cost - {most}) * quota.period) // quota.limit) - now"
        missing = f"(state + (cost - {most}) * quota.period - now * quota.limit)"
        found["a wait by a division"] = START + _changed(right, ceiling, f"math.ceil({missing} / quota.limit)")
        rate = f"math.ceil({missing} / quota.period / (quota.limit / quota.period))"
        found["a wait by a rate"] = START + _changed(right, ceiling, rate)
    return found


def _kept_at_each_request(text):
    text = text.replace("spend(quota, state, now, cost) for", "spend(quota, state, now, cost * granted) for")
    return re.sub(r"if granted:(?=\n +states = )", "if True:", text)


def _changed(text, old, new):
    assert old in text
    return text.replace(old, new)
