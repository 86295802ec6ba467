"""What a candidate can ask about the prompt: what the code is held to, what the file shows anyway, and decoys."""

from typing import Any, NamedTuple

from katas.interview.variants.variant import Variant


class Clarification(NamedTuple):
    """A question, and the binding answer to it."""

    key: str  # a knob of the variant, or a word of its own
    question: str
    answer: str
    matters: bool  # whether the answer decides something that neither prompt nor file tells


def clarifications(variant: Variant) -> list[Clarification]:
    """Return all questions that can be asked about a variant: about knobs, about what the file shows, and decoys."""
    return [
        _about(variant, "windows", "Over which stretch of time are requests counted?", _WINDOWS[variant.windows]),
        _about(variant, "edge", "Does a request still count at the very tick at which its period ends?", edge(variant)),
        _about(variant, "refusals", "Do refused requests count as well?", refusals(variant)),
        _about(variant, "burst", "May a client that was idle do more at once than the limit?", burst(variant)),
        _about(variant, "back", "May the clock go back?", _BACK[variant.back]),
        Clarification("costs", "Does every request count as one?", _COSTS[variant.costs], matters=False),
        Clarification("tiers", "Do all clients have the same quota?", _TIERS[variant.tiers], matters=False),
        Clarification("answer", "What does a refused client learn?", _ANSWER[variant.answer], matters=False),
        *(Clarification(*words, matters=False) for words in _DECOYS),
    ]


def level_of(key: str) -> str:
    """Return the name of the level that is about a clarification; "" if none is."""
    return _LEVELS.get(key, "")


def about(key: str) -> str:
    """Name a question that may matter, by what it is about."""
    return _ABOUT[key]


def edge(variant: Variant) -> str:
    """Say what happens at the tick at which something comes due."""
    if variant.windows == "bucket":
        return "What counts is tokens: one that is due at tick t can be spent at t."
    if variant.windows == "grid":
        belongs = "No: the tick at which two windows meet belongs to the one that begins."
        return belongs if variant.edge == "at" else belongs.replace("No:", "Yes:").replace("begins", "ends")
    what = "a window that began" if variant.windows == "first" else "a request"
    does = "is over" if variant.windows == "first" else "counts no more"
    if variant.edge == "at":
        return f"No: {what} at tick t {does} at t + P, P being the period."
    return f"Yes: {what} at tick t still counts at t + P, P being the period, and {does} a tick later."


def refusals(variant: Variant) -> str:
    """Say what a refused request spends."""
    if variant.refusals:
        cost = ", with what they cost" if variant.costs else ""
        return f"Yes, they count like the others{cost}. A client that keeps asking stays out."
    return "No, only what is granted counts."


def burst(variant: Variant) -> str:
    """Say what the quota's burst is for."""
    if variant.burst:
        return "Yes: its bucket holds quota.burst tokens, which may be more or fewer than the limit."
    return "No, and there is no burst apart from the limit: the two are equal."


def supposing(variant: Variant, key: str) -> str:
    """Say, after an "if", that an answer were that of a variant."""
    if key == "edge" and variant.windows != "grid":
        return f"a request {_COUNTED[variant.edge]} at the very tick at which its period ends"
    return _SUPPOSED[key][getattr(variant, key)]


def _about(variant: Variant, key: str, question: str, answer: str) -> Clarification:
    """Return a question about a knob that neither prompt nor file tells; it matters if some code would fail by it."""
    decides = {"refusals": variant.refusals_decide, "burst": variant.burst, "back": variant.back}.get(key, True)
    return Clarification(key, question, answer, decides)


TOLD = ("costs", "tiers", "answer")  # keys of questions that prompt and file answer
_LEVELS = {
    **{knob: knob for knob in ("windows", "edge", "refusals", "burst", "costs")},
    "back": "clock",
    "tiers": "plans",
    "answer": "wait",
}
_ABOUT = {
    "windows": "the stretch of time",
    "edge": "the tick at which a period ends",
    "refusals": "refused requests",
    "burst": "idle clients",
    "back": "a clock that goes back",
}
_WINDOWS = {
    "grid": "Over windows of one period that begin at its multiples, the same for all: 0, P, 2P and so on.",
    "first": "Over a client's own windows of one period: one begins with the first that counts when none is open.",
    "sliding": "Over the period that ends now: no stretch of that length may have more than the limit. Whether both "
    "its ends belong to it is another question.",
    "bucket": "None. A client has a bucket of tokens, full when new, into which the limit flows evenly in each period.",
}
_BACK = {
    True: "It may. A request with an earlier time counts as made at the latest time seen so far.",
    False: "No, times never decrease.",
}
_COSTS = {
    True: "No: each says what it costs. It spends all of that if it is granted, and is never granted in part.",
    False: "Yes.",
}
_COUNTED = {"at": "counted no more", "after": "still counted"}
_SUPPOSED: dict[str, dict[Any, str]] = {
    "windows": {
        "grid": "windows of one period began at its multiples, the same for all",
        "first": "a client's window began with its first request when none is open",
        "sliding": "requests were counted over the period that ends now",
        "bucket": "a client had a bucket of tokens",
    },
    "edge": {
        "at": "the tick at which two windows meet belonged to the one that begins",
        "after": "the tick at which two windows meet belonged to the one that ends",
    },
    "refusals": {True: "refused requests counted as well", False: "only what is granted counted"},
    "burst": {True: "a bucket held quota.burst tokens", False: "there were no burst apart from the limit"},
    "back": {True: "the clock might go back, to count as the latest time", False: "the clock never went back"},
}
_TIERS = {
    True: "No: a request may name its client's plan, which has a quota of its own. A client's plan never changes.",
    False: "Yes.",
}
_ANSWER = {
    "wait": "How many ticks to wait: the fewest after which it would be granted if no other request came until then.",
    "yes": "Only that it is refused.",
}
_DECOYS = (
    ("client", "Who is the client?", "Whoever the API key says, which comes as a text. Two texts are two clients."),
    ("threads", "Do several threads call it at once?", "Not in this exercise: one call after the other."),
    ("scale", "How many clients are there?", "Thousands. You need not forget the idle ones."),
    ("language", "Which programming language?", "Python, with its standard library."),
    ("database", "Which database do we use?", "Keep it in memory. Where it is kept is another team's business."),
    ("http", "Is it HTTP/1.1, 2 or 3?", "All three. It makes no difference here."),
    ("dashboard", "Which colour does the dashboard show refusals in?", "Red, I think. You won't need it."),
    ("cloud", "Which cloud do we run in?", "Ours is a mix. The code would be the same in any."),
    ("logs", "In which format are the logs?", "JSON, written elsewhere: the limiter logs nothing."),
)
