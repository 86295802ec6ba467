"""What a timeline asks: of which client, on which plan or server, under which quotas; and what is right."""

from collections.abc import Sequence
from typing import NamedTuple

from katas.grader.timeline import Call, Timeline
from katas.interview.variants.model import Model
from katas.interview.variants.variant import Variant
from ratelimit import Quota

PLAN = "Pro"
OTHER = "other"  # asks another server that has the same store
BETWEEN = "between"  # the same, while the next call is between its first read and its write
SERVERS = (OTHER, BETWEEN)


class Asked(NamedTuple):
    """A call's client, and a word more: its plan, or the server; "" if there is none."""

    client: str
    word: str = ""

    @classmethod
    def by(cls, call: Call) -> "Asked":
        """Read the key of a call: `ann`, or `ann, Pro`."""
        client, _, word = call.key.partition(", ")
        return cls(client, word)


def quotas_of(timeline: Timeline) -> tuple[Quota, ...]:
    """Return the quotas that hold at once."""
    return tuple(limit.quota for limit in timeline.limits if not limit.algorithm)


def plans_of(timeline: Timeline) -> dict[str, Quota]:
    """Return the quotas of plans, by their names."""
    return {limit.algorithm: limit.quota for limit in timeline.limits if limit.algorithm}


def model_of(variant: Variant, timeline: Timeline) -> Model:
    """Return a model that answers a timeline's calls."""
    plans = plans_of(timeline)
    return Model(variant.but(tiers=True) if plans and not variant.tiers else variant, quotas_of(timeline), plans)


def answer(model: Model, call: Call, *, waits: bool = False) -> int | None:
    """Return 0 if a call is granted, else the wait; without `waits`, any. None for a refund, or what can never be."""
    client, _, word = call.key.partition(", ")
    if call.name == "refund":
        model.refund(call.now, client)
        return None
    try:
        asked = model.wait if waits else model.grants
        found = asked(call.now, client, call.cost, word)
    except ValueError:
        return None
    return found if waits else int(not found)


def waits(variant: Variant, timeline: Timeline) -> list[int | None]:
    """Return a variant's answers: waits, 0 for what it grants, None for what can never be."""
    model = model_of(variant, timeline)
    return [answer(model, call, waits=True) for call in timeline.calls]


def agreeing(variant: Variant, others: Sequence[Variant], timeline: Timeline) -> Timeline:
    """Return the first calls of a timeline, up to where one of the others grants what the variant refuses, or not."""
    models = [model_of(each, timeline) for each in (variant, *others)]
    for place, call in enumerate(timeline.calls):
        right = answer(models[0], call)
        if any(answer(model, call) != right for model in models[1:]):
            return timeline._replace(calls=timeline.calls[:place])
    return timeline
