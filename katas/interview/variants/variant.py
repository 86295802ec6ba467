"""A variant: one reading of "at most 5 requests in 10 seconds", with everything decided that such words leave open."""

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
        found = cls(
            cast("Windows", words[0]),
            "refusals" in words,
            "after" if "after" in words else "at",
            *(knob in words for knob in ("burst", "costs", "back", "tiers")),
            cast("Answer", words[-1]),
        )
        if found.name != name or found.windows not in get_args(Windows) or found.answer not in get_args(Answer):
            raise ValueError(f"a variant has a name such as sliding-refusals-after-yes, got {name}")
        return found

    @property
    def has_a_law(self) -> bool:
        """Whether each of its knobs decides something.

        In a fixed window a refusal without a cost changes nothing, and tokens come little by little: no edge, and no
        request that would spend what isn't there.
        """
        bucket = self.windows == "bucket"
        if self.burst and not bucket:
            return False
        if bucket:
            return not self.refusals and self.edge == "at"
        return not self.refusals or self.windows == "sliding" or self.costs

    def but(self, **knobs: Any) -> Self:
        """Return the variant with other knobs."""
        return self._replace(**knobs)

    @property
    def method(self) -> str:
        """The method that decides."""
        return "take" if self.answer == "wait" else "allow"
