"""What a candidate can ask about the prompt: what matters, and decoys."""

from typing import NamedTuple

from katas.interview.variants.variant import Variant


class Clarification(NamedTuple):
    """A question, and the binding answer to it."""

    key: str  # a knob of the variant, or a word of its own
    question: str
    answer: str
    matters: bool  # whether some law depends on the answer


def clarifications(variant: Variant) -> list[Clarification]:
    """Return all questions that can be asked about a variant, those that matter first."""
    asked = [
        Clarification("windows", "In which stretches of time do you count?", _WINDOWS[variant.windows], matters=True),
        Clarification(
            "edge", "Is a unit that is due at tick t there at t, or only after it?", _EDGES[variant.edge], matters=True
        ),
        Clarification("refusals", "Do refused requests count as well?", _REFUSALS[variant.refusals], matters=True),
        Clarification("back", "May the clock go back?", _BACK[variant.back], matters=variant.back),
    ]
    return asked + [Clarification(*words, matters=False) for words in _DECOYS]


def level_of(key: str) -> str:
    """Return the name of the level that is about what a question asks; "" if none is."""
    return {"windows": "windows", "edge": "edge", "refusals": "refusals", "back": "clock"}.get(key, "")


_WINDOWS = {
    "grid": "In windows of one period that begin at multiples of it: 0, P, 2P and so on.",
    "first": "In windows of one period. A client's first one begins with its first request, the next with the first after it.",
    "sliding": "In the last period before each request: no stretch of that length may have more than the limit.",
    "bucket": "In none. A client has a bucket of tokens, full at first; as many as the limit flow in evenly per period.",
}
_EDGES = {
    "at": "It is there at t.",
    "after": "Only after it: from t + 1 on.",
}
_REFUSALS = {True: "Yes. A client that keeps asking is kept out.", False: "No, only what is granted counts."}
_BACK = {
    True: "It may, by a little. A request with an earlier time counts as made at the latest time seen so far.",
    False: "No, times never decrease.",
}
_DECOYS = (
    ("language", "Which programming language?", "Python is fine."),
    ("database", "Which database do we use?", "That doesn't matter here: keep it in memory."),
)
