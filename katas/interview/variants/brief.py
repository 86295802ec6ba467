"""What the candidate is told: the prompt, and afterwards all the rules that it left open."""

from random import Random

from katas.interview.variants.variant import Variant

_SCENES = (
    "Design a rate limiter for our public API",
    "Some clients call our API far too often, so it needs a rate limiter",
    "Our search is slow, and a few clients keep it busy. Give it a rate limiter",
    "We send text messages for other companies. Limit how fast each can send",
)
_FIGURES = ("5 requests in 10 seconds", "3 requests a second", "100 requests a minute", "20 requests in 5 seconds")
_WINDOWS = {
    "grid": "Requests are counted in windows of one period, which begin at multiples of the period for all clients.",
    "first": "A client's window of one period begins with its first request. When it is over, the next begins another.",
    "sliding": "A client is granted at most the limit in {stretch}, P being the period.",
    "bucket": "A client has a bucket of tokens, full when new, into which the limit flows evenly in each period.",
}
_FEWEST = "the fewest ticks after which it would be granted if no other request came until then"
_EDGES = {
    ("grid", "at"): "The tick at which two windows meet belongs to the one that begins.",
    ("grid", "after"): "The tick at which two windows meet belongs to the one that ends.",
    ("first", "at"): "A request exactly one period after the first of a window begins the next window.",
    ("first", "after"): "A request exactly one period after the first of a window still belongs to it.",
    ("sliding", "at"): "A request counts no more when exactly one period has passed.",
    ("sliding", "after"): "A request still counts when exactly one period has passed, and no more a tick later.",
    ("bucket", "at"): "A token that is due at tick t can be spent at t.",
}


def prompt(variant: Variant) -> str:
    """Return the task in a few sentences. It leaves open what can be asked: who may only ask reads the same."""
    random = Random(f"{variant.costs}/{variant.tiers}/{variant.answer}")
    words = [f"{random.choice(_SCENES)}: at most {random.choice(_FIGURES)} for each client."]
    if variant.costs:
        words.append("Some requests are heavier than others and cost several units: all are granted, or none.")
    if variant.tiers:
        words.append("A client may be on a plan, which never changes and has a quota of its own.")
    if variant.answer == "wait":
        words.append(
            "Whoever is refused is told how long to wait: the fewest ticks, if no other request comes until then."
        )
    return " ".join([*words, "The quota comes with the constructor, the time with each request, in whole ticks."])


def rules(variant: Variant) -> list[str]:
    """Return all that binds the code, a sentence each."""
    found = [*_windows(variant), _EDGES[variant.windows, variant.edge], "Each client has units of its own."]
    if variant.costs:
        spends = (
            "counts with all that it costs, granted or not"
            if variant.refusals
            else "spends all that it costs, or nothing"
        )
        found.append(f"A request {spends}.")
        found.append("A cost below 1, or one that can never be granted, is a ValueError.")
    else:
        found.append("Every request counts as one.")
    found.append(f"Refused requests count {'like granted ones' if variant.refusals else 'for nothing'}.")
    if variant.burst:
        found.append("A bucket holds quota.burst tokens, which may be more or fewer than the limit.")
    else:
        found += ["A bucket holds as many tokens as the limit."] if variant.windows == "bucket" else []
        found.append("There is no burst apart from the limit: the two are equal.")
    if variant.back:
        found.append("The clock may go back: an earlier time counts as the latest one seen so far.")
    else:
        found.append("The clock never goes back.")
    if variant.tiers:
        found.append("Who names a plan has that plan's quota, who names none the ordinary one.")
    if variant.answer == "wait":
        found.append(f"A refusal answers {_FEWEST}.")
    return found


def _windows(variant: Variant) -> list[str]:
    """Say what is counted over which time, and how much of it a client may have."""
    said, asked = _WINDOWS[variant.windows], "A request is granted if with it no more than the limit was asked for in"
    if variant.windows == "bucket":
        return [said, "A request is granted if there are tokens for it, which it takes out."]
    if variant.windows == "sliding":
        stretch = f"{'(' if variant.edge == 'at' else '['}now-P, now]"
        said = said.format(stretch=stretch)
        return [f"{asked} {stretch}, P being the period." if variant.refusals else said]
    if variant.windows == "first" and not variant.refusals:
        said = said.replace("first request", "first granted request").replace("the next", "the next granted one")
    return [
        said,
        f"{asked} its window." if variant.refusals else "In one window a client is granted at most the limit.",
    ]
