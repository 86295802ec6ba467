"""Timelines for what a call leaves alone that spends nothing: a refusal, an error, a refund with nothing to give."""

from collections.abc import Iterator

from katas.grader.timeline import Call, Limit, Timeline
from katas.interview.variants.laws.asked import OTHER, PLAN, answer, model_of
from katas.interview.variants.model import Client
from katas.interview.variants.variant import Variant
from ratelimit import Quota

ANN = "ann"
_WINDOWS = ((Quota(2, 4),), (Quota(3, 9), Quota(2, 3)), (Quota(2, 3), Quota(3, 9)), (Quota(3, 4), Quota(3, 9)))
_BUCKETS = ((Quota(2, 8),), (Quota(3, 12), Quota(2, 4)), (Quota(2, 4), Quota(3, 12)), (Quota(2, 16), Quota(3, 12)))


def untouched(variant: Variant, features: frozenset[str]) -> Iterator[Timeline]:
    """Yield all of a small scope: some units, a call that spends nothing at any tick, and what is there afterwards.

    What is there is asked for until no more is granted, then a tick before more is due, and when it is.
    """
    for quotas in _BUCKETS if variant.windows == "bucket" else _WINDOWS:
        if ("two windows" in features) == (len(quotas) == 1):
            continue
        limits, key = [Limit(quota) for quota in quotas], ANN
        if "plans" in features:
            limits, key = [Limit(Quota(1, 2)), Limit(quotas[0], PLAN)], f"{ANN}, {PLAN}"
        shorter, longer = min(quota.period for quota in quotas), max(quota.period for quota in quotas)
        for kind in _kinds(features):
            for second in (0, 1, shorter, shorter + 1):
                for free in range(second, longer + 2):
                    for gap in (0, 1, None):
                        asking = _Asking(variant, limits, key)
                        yield asking.timeline(kind, second, free, gap, gives_back="refund" in features)


def _kinds(features: frozenset[str]) -> tuple[str, ...]:
    more = {"costs": "error", "refund": "refund", "servers": "other", "back": "back"}
    return ("refusal", *(kind for feature, kind in more.items() if feature in features))


class _Asking:
    """Calls that are chosen by what the right answers to the earlier ones are."""

    def __init__(self, variant: Variant, limits: list[Limit], key: str) -> None:
        self.variant, self.key = variant, key
        self.empty = Timeline(limits[0].quota, ()).under(limits)
        self.model, self.calls = model_of(variant, self.empty), list[Call]()
        self.most = self.model.capacity(key.partition(", ")[2])

    def timeline(self, kind: str, second: int, free: int, gap: int | None, *, gives_back: bool) -> Timeline:
        """Return the calls: the one that spends nothing is at `free`, and the next a gap later, or when it is due."""
        self.ask(0)
        self.fill(second)
        self.free(kind, free)
        if gives_back:
            self.put(Call("refund", free, 1, self.key))
        now = free + self.due(free) if gap is None else free + gap
        if kind == "back":
            now = free - 1
        self.ask(max(0, now))
        self.fill(max(0, now))
        due = max(now, free) + self.due(max(now, free))
        self.ask(due - 1)
        self.fill(due)
        return self.empty._replace(calls=tuple(self.calls))

    def free(self, kind: str, now: int) -> None:
        """Make the call that spends nothing, or what may come before and after it."""
        if kind == "error":
            self.ask(now, self.most + 1)
        elif kind == "refund":
            self.ask(now)
            self.put(Call("refund", now, 1, self.key))
        else:
            self.ask(now, self.most if self.variant.costs else 1, OTHER if kind == "other" else "")

    def fill(self, now: int) -> None:
        """Ask for a unit until there is none. One more would hide what is left where refused requests count."""
        while not self.due(now):
            self.ask(now)
        if not self.variant.refusals:
            self.ask(now)

    def ask(self, now: int, cost: int = 1, word: str = "") -> None:
        """Ask for a cost."""
        self.put(Call(self.variant.method, now, cost, ", ".join(filter(None, (self.key, word)))))

    def put(self, call: Call) -> None:
        """Make a call."""
        self.calls.append(call)
        answer(self.model, call)

    def due(self, now: int) -> int:
        """Return how long after `now` a unit fits."""
        client, _, word = self.key.partition(", ")
        return self.model.until(
            self.model.clients.get(client, Client()), self.model.quotas_of(word), self.model.time(now), 1
        )
