"""One level of a variant before it has points: which timelines it is about."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import chain, product
from typing import Any, NamedTuple, get_args

from katas.grader.profile import Profile
from katas.grader.timeline import Timeline
from katas.interview.variants.laws.asked import BETWEEN, SERVERS, Asked, agreeing, plans_of
from katas.interview.variants.laws.exact import exact
from katas.interview.variants.laws.timelines import Draw
from katas.interview.variants.laws.trial import VariantTrial
from katas.interview.variants.laws.untouched import untouched
from katas.interview.variants.twist import TWISTS
from katas.interview.variants.variant import Edge, Variant, Windows
from ratelimit import Quota

OPTIONS = {"windows": get_args(Windows), "edge": get_args(Edge), "refusals": (False, True)}

# What makes a level's rule touch nothing: knobs that must not decide, or what the timelines must not have.
SPARED_KNOBS = {"windows": ("windows", "edge", "refusals"), "edge": ("edge",), "refusals": ("refusals",)}
SPARED_FEATURES = {"clients": "clients", "costs": "costs", "burst": "burst", "clock": "back", "plans": "plans"}


class Rung(NamedTuple):
    """A level's name, its law in words, and its timelines.

    Its timelines are those on which no knob that is `open` decides: later levels are about those.
    """

    name: str
    sentence: str
    features: frozenset[str] = frozenset()  # what they have besides one client's requests for one unit
    open: tuple[str, ...] = ()
    waits: bool = False  # whether waits are judged, not only grants

    def law(self, variant: Variant) -> Callable[[VariantTrial], None]:
        """Return the law that the grader runs."""

        def law(trial: VariantTrial) -> None:
            trial.compare(self.timelines(variant, trial.profile), partial(self.allows, variant), waits=self.waits)

        law.__name__, law.__doc__ = self.name, self.sentence
        return law

    @cache  # noqa: B019  it is a value
    def timelines(self, variant: Variant, profile: Profile) -> tuple[Timeline, ...]:
        """Return drawn timelines, each cut before the call from which on an open knob decides, and those for floats."""
        others, cases = self.others(variant), profile.cases // (1 if self.name in ("everything", *TWISTS) else 2)
        drawn = Draw(variant, self.features, f"{profile.seed}/{self.name}").timelines(cases)
        pinned = exact(variant, self.features) if "odd" in self.features else ()
        scope = untouched(variant, self.features) if self.name in ("everything", *TWISTS) else ()
        some = (agreeing(variant, others, timeline) for timeline in chain(drawn, pinned, scope))
        return tuple(each for each in some if each.calls and self._has_only_its_own(variant, each))

    def allows(self, variant: Variant, timeline: Timeline) -> bool:
        """Whether a timeline can show no other level's mistake."""
        if not self._has_only_its_own(variant, timeline):
            return False
        return len(agreeing(variant, self.others(variant), timeline).calls) == len(timeline.calls)

    def others(self, variant: Variant) -> list[Variant]:
        """Return the variants that must answer its timelines as this one does."""
        choices: Iterator[tuple[Any, ...]] = product(*(OPTIONS[knob] for knob in self.open))
        some = {variant.but(**dict(zip(self.open, chosen, strict=True))).lawful(): None for chosen in choices}
        return [each for each in some if each != variant]

    def sparing(self, level: str) -> "Rung":
        """Return the rung about grants alone, on timelines that the rule of another level does not touch."""
        knobs = tuple(dict.fromkeys([*self.open, *SPARED_KNOBS.get(level, ())]))
        features = self.features - {SPARED_FEATURES.get(level, "")}
        return self._replace(features=features, open=knobs, waits=False)

    def _has_only_its_own(self, variant: Variant, timeline: Timeline) -> bool:
        return features_of(variant, timeline) <= self.features


def features_of(variant: Variant, timeline: Timeline) -> set[str]:
    """Return what a timeline has besides one client's requests for one unit; "unclear": two answers may be right."""
    quotas = [limit.quota for limit in timeline.limits]
    asked = [Asked.by(call) for call in timeline.calls]
    words = {each.word for each in asked}
    found = {
        "clients": len({each.client for each in asked}) > 1,
        "costs": any(call.cost != 1 for call in timeline.calls),
        "refund": any(call.name == "refund" for call in timeline.calls),
        "burst": any(quota.burst != quota.limit for quota in quotas),
        "odd": variant.windows == "bucket" and not all(map(_is_even, quotas)),
        "back": _goes_back(timeline),
        "plans": bool(plans_of(timeline)),
        "two windows": sum(not limit.algorithm for limit in timeline.limits) > 1,
        "servers": not words.isdisjoint(SERVERS),
        "unclear": _is_unclear(variant, timeline) or not words <= {"", *SERVERS, *plans_of(timeline)},
    }
    return {feature for feature, has in found.items() if has}


def _is_even(quota: Quota) -> bool:
    """Whether nothing rounds when tokens flow in, not even a float."""
    ticks, rest = divmod(quota.period, quota.limit)
    return not rest and ticks & (ticks - 1) == 0


def _goes_back(timeline: Timeline) -> bool:
    times = [call.now for call in timeline.calls]
    return times != sorted(times)


def _is_unclear(variant: Variant, timeline: Timeline) -> bool:
    """Whether two readings of the rules differ: which clock stays, the client's or everyone's; what moves it."""
    clock, clocks, plans = 0, dict[str, int](), dict[str, str]()
    most = min(limit.quota.burst if variant.windows == "bucket" else limit.quota.limit for limit in timeline.limits)
    for place, call in enumerate(timeline.calls):
        client, word = Asked.by(call)
        if call.now < clock and clocks.get(client, 0) != clock:
            return True
        if call.now > clock and not (call.name != "refund" and 1 <= call.cost <= most) and _goes_back(timeline):
            return True
        if word not in SERVERS and plans.setdefault(client, word) != word:
            return True
        if word == BETWEEN:
            after = timeline.calls[place + 1 : place + 2]
            if not after or after[0].now != call.now or Asked.by(after[0]).word in SERVERS:
                return True
        clock = clocks[client] = max(clock, call.now)
    return bool(timeline.algorithm)
