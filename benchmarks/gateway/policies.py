"""A thousand policies of all kinds, and requests of so many consumers."""

from random import Random

from ratelimit.gateway import Policies, Request, Rule

PLENTY = "9000000 per 1000 days"  # a unit comes back after 10 s, so all keys are held
ROUTES, CONSUMERS, PATHS, NETWORKS = 500, 250, 149, 100


def thousand(*, with_global: bool) -> Policies:
    """Return the policies: one for all, and those of routes, consumers, paths and networks.

    with_global: whether the last of them counts beside the others, and not instead of them.
    """
    scopes: list[dict[str, str]] = [{"route": f"r{number}"} for number in range(ROUTES)]
    scopes += [{"consumer": f"c{number}"} for number in range(CONSUMERS)]
    scopes += [{"path": f"/p{number}/*"} for number in range(PATHS)]
    scopes += [{"address": f"10.0.{number}.0/24"} for number in range(NETWORKS)]
    rules = [Rule(f"p{number}", PLENTY, scope=scope) for number, scope in enumerate(scopes)]
    return Policies([*rules, Rule("all", PLENTY, globally=with_global, count_by="everybody")])


def requests(consumers: int, number: int) -> list[Request]:
    """Return requests of consumers at random, half of them at routes that have a policy."""
    random = Random(1)
    return [
        Request(
            consumer=f"c{random.randrange(consumers)}",
            route=f"r{random.randrange(2 * ROUTES)}",
            path=f"/p{random.randrange(2 * PATHS)}/x",
            ip=f"10.0.{random.randrange(2 * NETWORKS)}.7",
        )
        for _ in range(number)
    ]
