"""Whether an answer is right, and how a card shows it."""

from typing import Any

from katas.grader.timeline import Call
from katas.grader.verdict import brief
from katas.interview.variants.variant import Variant


def expected(variant: Variant, call: Call, right: int | None, *, waits: bool) -> str:
    """Say the right answer; `right` is the wait, None if there is none."""
    if call.name == "refund":
        return "called"
    if right is None:
        return "ValueError"
    if variant.answer == "yes":
        return str(not right)
    return "granted" if not right else f"wait {right}" if waits else "refused"


def told(variant: Variant, yours: Any) -> str:
    """Say an answer."""
    if isinstance(yours, BaseException):
        return type(yours).__name__
    if variant.answer == "wait" and type(yours) is int and yours >= 0:
        return f"wait {brief(yours)}" if yours else "granted"
    return brief(yours)


def is_right(variant: Variant, call: Call, right: int | None, yours: Any, *, waits: bool) -> bool:
    """Whether an answer is right; without `waits`, any wait will do. A refund may return anything."""
    if call.name == "refund":
        return not isinstance(yours, BaseException)
    if right is None:
        return isinstance(yours, ValueError)
    if variant.answer == "yes":
        return yours is (not right)
    if type(yours) is not int or yours < 0:
        return False
    return yours == right if waits else bool(yours) == bool(right)


def wrong_type(variant: Variant, call: Call, yours: Any) -> str:
    """Say what is wrong with an answer that no timeline is needed to see; "" if that is not so."""
    if isinstance(yours, BaseException):
        return f"{call.name}() raises {type(yours).__name__}: {str(yours)[:120]}"
    kind, what = (bool, "True or False") if variant.answer == "yes" else (int, "an int: 0, or the ticks to wait")
    return "" if type(yours) is kind else f"{call.name}() returns {brief(yours)}; return {what}."
