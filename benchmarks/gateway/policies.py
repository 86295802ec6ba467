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
    """Return so many requests: one of each consumer, then of consumers at random.

    However many they are, half of them use a route that has a policy, half of the others a path that has one, and half
    of those left are in a network that has one.
    """
    random = Random(1)
    return [_request(each if each < consumers else random.randrange(consumers)) for each in range(number)]


def _request(consumer: int) -> Request:
    """Return a request of a consumer, who always asks the same, so that all counters can be held."""
    others = consumer // 2
    return Request(
        consumer=f"c{CONSUMERS + consumer}",  # none has a policy: 100 could all have one, 100,000 could not
        route=f"r{others % ROUTES + ROUTES * (consumer % 2)}",
        path=f"/p{others % PATHS + PATHS * (others % 2)}/x",
        ip=f"10.0.{others % NETWORKS + NETWORKS * (others // 2 % 2)}.7",
    )
