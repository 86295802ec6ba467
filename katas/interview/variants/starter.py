"""The file that a candidate begins with: it shows how the limiter is called, and gives no answer away."""

from katas.interview.variants.variant import Variant

_FILE = '''"""Your rate limiter."""
{imports}
from ratelimit import Quota


class RateLimiter:
    """Decides for each request whether its client may make it now."""

    def __init__({constructor}) -> None:
        """Keep what you need. `quota` has limit, period (in ticks) and burst, whole numbers of at least 1.

        Whether the burst can differ from the limit was one of the questions you could ask.{plans}
        """
        raise NotImplementedError

    def {method}({arguments}) -> {returns}:
        """Return {answers}"""
        raise NotImplementedError
'''


def signature(variant: Variant) -> str:
    """Return how the limiter is asked, in a line."""
    line = next(line for line in stub(variant).splitlines() if f"def {variant.method}(" in line)
    return line.strip().removeprefix("def ").replace("self, ", "").rstrip(":")


def stub(variant: Variant) -> str:
    """Return the text of the file: the same for all variants that are called alike."""
    tiers, costs, wait = variant.tiers, variant.costs, variant.answer == "wait"
    said = (
        "0 if `client` may make a request at tick `now`, else the ticks to wait."
        if wait
        else "whether `client` may make a request at tick `now`."
    )
    more = '\n\n        `plan` is the client\'s, "" if it has none.\n        ' if tiers else ""
    errors = (
        "\n\n        Raises `ValueError` if `cost` is below 1, or above what could ever be granted at once.\n        "
    )
    return _FILE.format(
        imports="\nfrom collections.abc import Mapping\n" if tiers else "",
        constructor="self, quota: Quota" + (", plans: Mapping[str, Quota] | None = None" if tiers else ""),
        plans="\n        `plans` has the quotas of plans by their names." if tiers else "",
        method=variant.method,
        arguments="self, now: int, client: str"
        + (", cost: int = 1" if costs else "")
        + (', *, plan: str = ""' if tiers else ""),
        returns="int" if wait else "bool",
        answers=said + more + (errors if costs else ""),
    )
