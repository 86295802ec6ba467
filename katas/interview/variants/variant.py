"""A variant: one reading of "at most 5 requests in 10 seconds", with all decided that such words leave open."""

from typing import Any, Literal, NamedTuple, Self, cast, get_args

Windows = Literal["grid", "first", "sliding", "bucket"]
Edge = Literal["at", "after"]
Answer = Literal["wait", "yes"]


class Variant(NamedTuple):
    """What decides which requests are granted. Times are whole ticks."""

    windows: Windows  # from multiples of the period, from a client's first request, ending now; or tokens that refill
    refusals: bool = False  # whether refused requests count as well
    edge: Edge = "at"  # whether a unit that is due at tick t is there at t, or only after it
    burst: bool = False  # whether a bucket holds another number than the limit
    costs: bool = False  # whether a request may cost several units
    back: bool = False  # whether the clock may go back; a time behind the latest one counts as that. Else it never does
    tiers: bool = False  # whether a client's plan may have a quota of its own
    answer: Answer = "yes"  # whether a refusal tells how long to wait

    @property
    def name(self) -> str:
        """The variant in one word with hyphens; what is as usual is left out."""
        words = [
            self.windows,
            "refusals" if self.refusals else "",
            "after" if self.edge == "after" else "",
            *(knob for knob in ("burst", "costs", "back", "tiers") if getattr(self, knob)),
            self.answer,
        ]
        return "-".join(filter(None, words))

    @classmethod
    def of(cls, name: str) -> Self:
        """Read a name. Raises `ValueError` if no variant has it."""
        words = name.split("-")
        found = cls(cast("Windows", words[0]), answer=cast("Answer", words[-1])).but(
            edge="after" if "after" in words else "at",
            **{knob: knob in words for knob in ("refusals", "burst", "costs", "back", "tiers")},
        )
        known = found.windows in get_args(Windows) and found.answer in get_args(Answer)
        if found.name != name or not known or found.lawful() != found:
            raise ValueError(f"a variant has a name such as sliding-refusals-after-yes, got {name}")
        return found

    def but(self, **knobs: Any) -> Self:
        """Return the variant with other knobs."""
        return self._replace(**knobs)

    def lawful(self) -> Self:
        """Return the variant without the knobs that decide nothing in it.

        A window has no burst. Tokens flow in evenly and have no edge of a window, and a refusal spends none. In a fixed
        window a refused request counts only if it has a cost: the window is full anyway. A window that began with a
        request is as full for earlier times, so that a clock that goes back shows in waits alone.
        """
        if self.windows == "bucket":
            return self.but(refusals=False, edge="at")
        back = self.back and (self.windows != "first" or self.answer == "wait")
        return self.but(burst=False, refusals=self.refusals and self.refusals_decide, back=back)

    @property
    def refusals_decide(self) -> bool:
        """Whether it makes a difference if refused requests count."""
        return self.windows == "sliding" or (self.windows != "bucket" and self.costs)

    @property
    def method(self) -> str:
        """The method that decides."""
        return "take" if self.answer == "wait" else "allow"
