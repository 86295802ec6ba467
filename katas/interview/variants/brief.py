"""What the candidate is told: the prompt, and afterwards all the rules that it left open."""

from katas.interview.variants.clarifications import clarifications
from katas.interview.variants.variant import Variant


def prompt(variant: Variant) -> str:
    """Return the task in a few sentences. It leaves open what can be asked."""
    words = ["Design a rate limiter for our API: at most 5 requests in 10 seconds for each client."]
    if variant.answer == "wait":
        words.append("Tell a client that has to wait for how long.")
    if variant.costs:
        words.append("Some requests are heavier than others, and cost more than one unit.")
    if variant.tiers:
        words.append("A client's plan may have a quota of its own.")
    return " ".join(words)


def rules(variant: Variant) -> list[str]:
    """Return all that binds the code, a sentence each."""
    return [each.answer for each in clarifications(variant) if each.matters]
