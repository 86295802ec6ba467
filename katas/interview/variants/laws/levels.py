"""The levels of a variant: the basics, one for each knob that decides something, and everything together."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from typing import NamedTuple

from katas.grader.timeline import Timeline
from katas.interview.variants.laws.asked import Asked, agreeing
from katas.interview.variants.laws.timelines import Draw
from katas.interview.variants.laws.trial import VariantTrial
from katas.interview.variants.variant import Variant

OPTIONS: dict[str, tuple[object, ...]] = {
    "windows": ("grid", "first", "sliding", "bucket"),
    "edge": ("at", "after"),
    "refusals": (False, True),
}


class Rung(NamedTuple):
    """One level before it has points: its name, its law in words, and what its timelines are."""

    name: str
    sentence: str
    features: frozenset[str] = frozenset()  # what its timelines have, besides one client's requests for one unit
    open: tuple[str, ...] = ()  # knobs that decide nothing in its timelines, as later levels are about them
    waits: bool = False  # whether waits are judged, not only grants

    def others(self, variant: Variant) -> list[Variant]:
        """Return the variants that must answer its timelines as this one does."""
        some = [variant.but(**dict(zip(self.open, chosen, strict=True))) for chosen in self.chosen()]
        return [each for each in some if each != variant]

    def chosen(self) -> Iterator[tuple[object, ...]]:
        """Yield each choice of its open knobs."""
        return product(*(OPTIONS[knob] for knob in self.open))

    def allows(self, variant: Variant, timeline: Timeline) -> bool:
        """Whether a timeline can show no other level's mistake."""
        if features_of(timeline) is None or not features_of(timeline) <= self.features:  # type: ignore[operator]
            return False
        return agreeing(variant, self.others(variant), timeline) == timeline

    def timelines(self, variant: Variant, cases: int, seed: int) -> Iterator[Timeline]:
        """Yield drawn timelines, each cut before the call from which on an open knob decides."""
        others = self.others(variant)
        for timeline in Draw(variant, self.features, f"{seed}/{self.name}").timelines(cases):
            shorter = agreeing(variant, others, timeline)
            if shorter.calls:
                yield shorter

    def law(self, variant: Variant) -> Callable[[VariantTrial], None]:
        """Return the law that the grader runs."""

        def law(trial: VariantTrial) -> None:
            timelines = self.timelines(variant, trial.profile.cases, trial.profile.seed)
            trial.compare(timelines, partial(self.allows, variant), waits=self.waits)

        law.__name__, law.__doc__ = self.name, self.sentence
        return law


def features_of(timeline: Timeline) -> frozenset[str] | None:
    """Return what a timeline has besides one client's requests for one unit; None if nothing says what is right."""
    found, clock, plans = set(), 0, dict[str, str]()
    own: dict[str, int] = {}
    for call in timeline.calls:
        client, plan = Asked.by(call)
        if plans.setdefault(client, plan) != plan or (plan and plan not in {e.algorithm for e in timeline.more}):
            return None
        if call.now < clock:
            found.add("back")
            if own.get(client, 0) != clock:  # is it behind this client's time, or behind another's?
                return None
        if call.cost != 1:
            found.add("costs")
        clock = max(clock, call.now)
        own[client] = clock
    if timeline.algorithm:
        return None
    found |= {"clients"} if len(plans) > 1 else set()
    found |= {"plans"} if timeline.more else set()
    found |= {"burst"} if any(limit.quota.burst != limit.quota.limit for limit in timeline.limits) else set()
    return frozenset(found)


def rungs(variant: Variant) -> list[Rung]:
    """Return the levels in order."""
    every = ("windows", "edge", "refusals")
    bucket, sliding = variant.windows == "bucket", variant.windows == "sliding"
    found = [
        Rung("limit", "as many as the quota says at once, no more; and again after a long time", open=every),
        Rung("clients", "one client's requests take nothing from another's", frozenset({"clients"}), every),
        Rung("windows", WINDOWS[variant.windows], open=every[1:]),
        Rung("edge", EDGES[variant.windows, variant.edge], open=every[2:]),
    ]
    if variant.costs:
        open_ = () if bucket else every[2:]
        found.append(Rung("costs", "a request spends its cost, or nothing", frozenset({"costs"}), open_))
    if sliding or (variant.costs and not bucket):
        features = frozenset({"costs"} if variant.costs else ())
        found.append(Rung("refusals", REFUSALS[variant.refusals], features))
    if variant.answer == "wait":
        found.append(Rung("wait", "a refusal says after how many ticks the request would be granted", waits=True))
    if variant.burst:
        found.append(Rung("burst", "the bucket holds quota.burst tokens", frozenset({"burst"})))
    if variant.back:
        found.append(Rung("clock", "a time behind the latest one counts as the latest", frozenset({"back"})))
    if variant.tiers:
        found.append(Rung("plans", "who has a plan has its quota", frozenset({"plans", "clients"})))
    has = [knob for knob in ("costs", "burst", "back") if getattr(variant, knob)]
    has += ["clients", *(["plans"] if variant.tiers else [])]
    found.append(Rung("everything", "all of it together", frozenset(has), waits=variant.answer == "wait"))
    return found


WINDOWS = {
    "grid": "windows begin at multiples of the period",
    "first": "a client's window begins with the first request after the last one",
    "sliding": "no stretch of time as long as the period has more than the limit",
    "bucket": "tokens come back one by one, evenly",
}
EDGES = {
    ("grid", "at"): "a tick at which a window begins belongs to it",
    ("grid", "after"): "a tick at which two windows meet belongs to the one that ends",
    ("first", "at"): "a request a period after the first of a window begins the next one",
    ("first", "after"): "a request a period after the first of a window still belongs to it",
    ("sliding", "at"): "a request counts no more when a period has passed",
    ("sliding", "after"): "a request still counts when exactly a period has passed",
    ("bucket", "at"): "a token is there at the very tick at which it is due",
}
REFUSALS = {False: "refused requests count for nothing", True: "refused requests count as well"}
