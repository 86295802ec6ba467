"""What a timeline asks: of which client, on which plan, and under which quotas."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from katas.grader.timeline import Call, Timeline
from katas.interview.variants.model import Model
from katas.interview.variants.variant import Variant
from ratelimit import Quota

PLAN = "Pro"


class Asked(NamedTuple):
    """A call's client, and its plan; "" if it has none."""

    client: str
    plan: str = ""

    @classmethod
    def by(cls, call: Call) -> "Asked":
        """Read the key of a call: `ann`, or `ann, Pro`."""
        client, _, plan = call.key.partition(", ")
        return cls(client, plan)


def quotas_of(timeline: Timeline) -> tuple[Quota, ...]:
    """Return the quotas that hold at once."""
    return tuple(limit.quota for limit in timeline.limits if not limit.algorithm)


def plans_of(timeline: Timeline) -> dict[str, Quota]:
    """Return the quotas of plans, by their names."""
    return {limit.algorithm: limit.quota for limit in timeline.limits if limit.algorithm}


def model_of(variant: Variant, timeline: Timeline) -> Model:
    """Return a model that answers a timeline's calls."""
    return Model(variant, quotas_of(timeline), plans_of(timeline))


def answer(model: Model, call: Call) -> int | None:
    """Return the wait, 0 if it is granted; None for a cost that can never be, or if nothing is asked."""
    client, plan = Asked.by(call)
    if call.name == "refund":
        model.refund(client)
        return None
    try:
        return model.wait(call.now, client, call.cost, plan)
    except ValueError:
        return None


def agreeing(variant: Variant, others: Sequence[Variant], timeline: Timeline) -> Timeline:
    """Return the first calls of a timeline, up to where one of the others grants what the variant refuses, or not."""
    models = [model_of(each, timeline) for each in (variant, *others)]
    for place, call in enumerate(timeline.calls):
        if len({granted(answer(model, call)) for model in models}) > 1:
            return timeline._replace(calls=timeline.calls[:place])
    return timeline


def granted(wait: int | None) -> bool | None:
    """Whether an answer grants; None if it is none."""
    return None if wait is None else not wait


def waits(variant: Variant, timeline: Timeline) -> Iterator[int | None]:
    """Yield a variant's answers."""
    model = model_of(variant, timeline)
    for call in timeline.calls:
        yield answer(model, call)
