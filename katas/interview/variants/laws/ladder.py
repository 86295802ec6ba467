"""The levels of a variant in order: the basics, one for each knob that decides something, everything, and a twist's."""

from katas.interview.variants.laws.rung import SPARED_FEATURES, SPARED_KNOBS, Rung
from katas.interview.variants.variant import Variant

_OPEN = ("windows", "edge", "refusals")
_WINDOWS = {
    "grid": "windows begin at multiples of the period",
    "first": "a client's window begins with its first request that counts after the last window",
    "sliding": "no stretch of time as long as the period has more than the limit; its very ends: level edge",
    "bucket": "tokens come back one by one, evenly, until the bucket is full",
}
_EDGES = {
    ("grid", "at"): "the tick at which two windows meet belongs to the one that begins",
    ("grid", "after"): "the tick at which two windows meet belongs to the one that ends",
    ("first", "at"): "a request one period after the first of a window begins the next",
    ("first", "after"): "a request one period after the first of a window still belongs to it",
    ("sliding", "at"): "a request counts no more when one period has passed",
    ("sliding", "after"): "a request still counts when exactly one period has passed",
    ("bucket", "at"): "a token is there at the very tick at which it is due",
}
_REFUSALS = {False: "refused requests count for nothing", True: "refused requests count as well"}
_TWISTS = {
    "plans": "who has a plan has its quota, who has none the ordinary one",
    "two windows": "both windows grant a request, or it is refused in both",
    "refund": "a refund gives back what the client's last granted request spent",
    "servers": "two servers with one store grant no more than one would",
}


def rungs(variant: Variant) -> list[Rung]:
    """Return the levels of a variant."""
    costs = frozenset({"costs"} if variant.costs else ())
    found = [
        Rung("limit", "as many at once as the quota says, no more, and again after a long time", open=_OPEN),
        Rung("clients", "one client's requests take nothing from another's", frozenset({"clients"}), _OPEN),
        Rung("windows", _WINDOWS[variant.windows], open=_OPEN[1:]),
        Rung("edge", _EDGES[variant.windows, variant.edge], open=_OPEN[2:]),
    ]
    if variant.costs:
        found.append(Rung("costs", "a request spends all of its cost, or nothing", costs, _OPEN[2:]))
    if variant.refusals_decide:
        found.append(
            Rung("refusals", _REFUSALS[variant.refusals], frozenset() if variant.windows == "sliding" else costs)
        )
    if variant.answer == "wait":
        found.append(Rung("wait", "a refusal says after how many ticks the request would be granted", waits=True))
    if variant.burst:
        found.append(Rung("burst", "the bucket holds quota.burst tokens", frozenset({"burst"})))
    if variant.back:
        found.append(
            Rung(
                "clock",
                "a time behind the latest one counts as the latest",
                frozenset({"back"}),
                waits=variant.answer == "wait",
            )
        )
    if variant.tiers:
        found.append(Rung("plans", _TWISTS["plans"], frozenset({"plans", "clients"})))
    has = {"clients", "odd", *(knob for knob in ("costs", "burst", "back") if getattr(variant, knob))}
    has |= {"plans"} if variant.tiers else set()
    return [*found, Rung("everything", "all of it together", frozenset(has), waits=variant.answer == "wait")]


def spare(variant: Variant, ladder: list[Rung], level: str) -> list[Rung]:
    """Return the rungs after a level, on timelines that its rule does not touch. None if there are no such timelines.

    Waits are not judged there, as a wrong rule gives wrong waits anywhere: the level about them is left out. So are
    those whose rule decides nothing there.
    """
    place = next((place for place, rung in enumerate(ladder) if rung.name == level), len(ladder))
    known = level == "wait" or level in SPARED_FEATURES or level in SPARED_KNOBS
    idle = {"wait", *SPARED_KNOBS.get(level, ()), *(["burst"] if level == "windows" else [])}  # only buckets have one
    after = [rung.sparing(level) for rung in ladder[place + 1 :] if rung.name not in idle]
    decides = level not in SPARED_KNOBS or bool(after and after[0].others(variant))
    return after if known and decides else []


def rung_of(variant: Variant, twist: str) -> Rung:
    """Return the level of a twist."""
    features = {twist, "clients", *({"costs"} if variant.costs else ())}
    features |= {"odd"} if twist == "two windows" else set()  # one of two quotas is
    waits = variant.answer == "wait" and twist != "servers"  # a refusal may have read the store before the other wrote
    return Rung(twist, _TWISTS[twist], frozenset(features), waits=waits)
