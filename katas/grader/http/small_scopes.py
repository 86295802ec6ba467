"""Every short exchange of a kind: all chains of two or three addresses, all orders of two requests, all waits."""

from collections.abc import Iterator
from itertools import combinations, product

from katas.grader.http.exchange import SECOND, Exchange, Request, Step, granted, refused
from katas.grader.http.inputs import MINUTE, PLAIN, TRUSTED
from ratelimit import Quota

PEERS = ("10.0.0.1", "192.0.2.7", "::ffff:10.0.0.1", None)
LINKS = ("198.51.100.4", "2001:db8:0:7::1", "10.0.0.2", "::ffff:10.0.0.3", "[2001:db8:ffff::2]:80", "unknown", "")
GATES = 4  # at which a request waits: as it comes, in the limiter, at each of two messages
ROUND = (0, 1, 2)  # around a number of the submission


def every_chain() -> Iterator[Exchange]:
    """Yield all chains of up to two entries behind each peer, in one line and in two, and of three behind a proxy."""
    for size, peers in ((0, PEERS), (1, PEERS), (2, PEERS), (3, PEERS[:1])):
        for peer, links in product(peers, product(LINKS, repeat=size)):
            for lines in ((", ".join(links),), links) if size == 2 else (links,):
                yield Exchange(MINUTE, TRUSTED, requests=(Request(client=peer, forwarded=tuple(lines), app=PLAIN),))


def every_order() -> Iterator[Exchange]:
    """Yield all orders in which two requests can run, whatever each of them is."""
    kinds = (
        Request(client="192.0.2.7", limiter=granted(3, 5 * SECOND), app=PLAIN),
        Request(client="198.51.100.4", limiter=refused(7 * SECOND), app=PLAIN),
        Request(client="203.0.113.9", limiter=Step("fails", ("OSError",)), app=PLAIN),
    )
    for one, other in product(kinds, repeat=2):
        second = other._replace(limiter=granted(8, 2 * SECOND)) if other is one is kinds[0] else other
        for places in combinations(range(2 * GATES), GATES):
            turns = tuple(1 if place in places else 2 for place in range(2 * GATES))
            yield Exchange(MINUTE, requests=(one, second._replace(client="192.0.2.99")), turns=turns)


def around(numbers: tuple[int, ...]) -> Iterator[Exchange]:
    """Yield exchanges in which a number of the submission is what is left, a wait, a limit, a period, a status."""
    for number in numbers:
        for each in {number - 1, number, number + 1} - {0}:
            many = tuple(Request(limiter=granted(each, wait)) for wait in (each, each * SECOND, each * SECOND + 1))
            waits = tuple(Request(limiter=refused(wait)) for wait in (each, each * SECOND, each * SECOND + 1))
            yield Exchange(Quota(each, each * SECOND), requests=many)
            yield Exchange(Quota(1, each), requests=waits)


def many_requests(number: int) -> Exchange:
    """Return an exchange of so many requests of different clients, one after the other; each third is refused."""
    requests = [
        Request(
            client=f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}",
            limiter=granted(n) if n % 3 else refused(n * SECOND),
            app=PLAIN,
        )
        for n in range(1, number + 1)
    ]
    return Exchange(MINUTE, requests=tuple(requests))
