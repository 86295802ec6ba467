"""What comes when the code is done: a new constraint on the same file, with a level of its own."""

from typing import NamedTuple

from katas.interview.variants.variant import Variant

WIDTH = 78  # columns of the code that is shown
TWISTS = ("plans", "two windows", "refund", "servers")


class Twist(NamedTuple):
    """A new constraint. What was right before stays right: everything new is an argument or a method more."""

    name: str
    prompt: str  # what the candidate is told
    changes: str  # what changes in the file, as the lines of Python that are new
    level: str  # the name of its level
    rule: str  # the same as the prompt, with what a candidate has to know from before


def twists(variant: Variant) -> tuple[str, ...]:
    """Return the names of the twists that make sense with a variant.

    Plans are no news where there are some. A clock that goes back, or a plan, would have to be in the store as well.
    """
    senseless = {"plans": variant.tiers, "servers": variant.back or variant.tiers}
    return tuple(name for name in TWISTS if not senseless.get(name))


def twist(variant: Variant, name: str) -> Twist:
    """Return a twist of a variant. Raises `ValueError` if it makes no sense with it, or if there is none."""
    if name not in twists(variant):
        raise ValueError(f"the twists of {variant.name} are {', '.join(twists(variant))}; got {name}")
    words = _PROMPTS[name] + (_REFUNDED[variant.windows] if name == "refund" else "")
    quota, method = ["self", "quota: Quota"], ["self", "now: int", "client: str"]
    method += ["cost: int = 1"] if variant.costs else []
    plans = ["plans: Mapping[str, Quota] | None = None"]
    changes = {
        "plans": "from collections.abc import Mapping\n\n"
        + _function("__init__", quota + plans, "None")
        + "\n"
        + _function(variant.method, [*method, "*", 'plan: str = ""'], "int" if variant.answer == "wait" else "bool"),
        "two windows": _function(
            "__init__", [*quota, *(plans if variant.tiers else []), "*", "also: Quota | None = None"], "None"
        ),
        "refund": _function("refund", method[:3], "None"),
        "servers": _STORE + _function("__init__", [*quota, "*", "store: Store | None = None"], "None"),
    }
    refused = "it counts in both" if variant.refusals else "it spends nothing in either"
    told = f"{words.removesuffix('.')}: {refused}." if name == "two windows" else words
    return Twist(name, words, changes[name], name, told)


def _function(name: str, parameters: list[str], returns: str) -> str:
    """Write a function in one line, or with a line for each parameter if that is too long."""
    line = f"def {name}({', '.join(parameters)}) -> {returns}: ..."
    lines = "".join(f"    {parameter},\n" for parameter in parameters)
    return line if len(line) <= WIDTH else f"def {name}(\n{lines}) -> {returns}: ..."


_PROMPTS = {
    "plans": (
        "Sales has sold plans. The constructor may get the quotas of plans by their names, and a request may name its "
        "client's plan: then that quota holds instead of the ordinary one. A client's plan never changes."
    ),
    "two windows": (
        "A second quota may hold for the same requests, say one for a few seconds and one for a day. A request is "
        "granted only if both grant it. If one refuses, it is a refused request in both."
    ),
    "refund": (
        "The call behind the API sometimes fails, and then the client shall get back what its last granted request "
        "spent. A second refund without a new grant in between does nothing. Nor is anything given back if nothing was "
        "granted before. "
    ),
    "servers": (
        "The API now runs on several servers, each with a limiter of its own, and together they may grant no more than "
        "one would. They share a store, which the constructor gets; another server may write at any time between your "
        "read and your write. Without a store, all is as before."
    ),
}
_REFUNDED = {
    "grid": "Spent in a window that is over, it is lost.",
    "first": "Spent in a window that is over, it is lost; the window stays as it began.",
    "sliding": "The request then counts as if it had never been made.",
    "bucket": "The tokens go back into the bucket, as far as it has room now.",
}
_STORE = """from typing import Any, Protocol


# Store can't be imported: paste it above your class. A value may be anything
# that can be copied and compared: a number, text, a tuple, a list, a dict.
# What you put in or take out is a copy, as over a network.
class Store(Protocol):
    # None if there is nothing.
    def get(self, key: str) -> Any: ...

    # Sets if what is there == old, and says whether it did.
    def compare_and_set(self, key: str, old: Any, new: Any) -> bool: ...


"""
