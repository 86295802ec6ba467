"""Every short exchange of a kind: all chains of two or three addresses, all orders of two requests, all waits."""

from collections.abc import Iterator
from itertools import combinations, product

from katas.grader.http.exchange import ANSWER, SECOND, Exchange, Request, Step, body, granted, refused, start
from katas.grader.http.inputs import METHODS, MINUTE, TRUSTED
from katas.grader.http.words import Words
from ratelimit import Quota

PEERS = ("10.0.0.1", "192.0.2.7", "::ffff:10.0.0.1", None)
LINKS = ("198.51.100.4", "2001:db8:0:7::1", "10.0.0.2", "::ffff:10.0.0.3", "[2001:db8:ffff::2]:80", "unknown", "")
GATES = 5  # at which a request waits: as it comes, in the limiter, for what is received, at each of two messages
LARGEST = 10**15  # numbers in a field have 15 digits at most


def every_chain() -> Iterator[Exchange]:
    """Yield all chains of up to two entries behind each peer, in one line and in two, and of three behind a proxy."""
    for size, peers in ((0, PEERS), (1, PEERS), (2, PEERS), (3, PEERS[:1])):
        for peer, links in product(peers, product(LINKS, repeat=size)):
            for lines in ((", ".join(links),), links) if size == 2 else (links,):
                yield Exchange(MINUTE, TRUSTED, requests=(Request(client=peer, forwarded=tuple(lines)),))


def every_order() -> Iterator[Exchange]:
    """Yield all orders in which two requests can run, whatever each of them is."""
    reads = (Step("receive"), *ANSWER)
    kinds = (
        Request(client="192.0.2.7", limiter=granted(3, 5 * SECOND), app=reads),
        Request(client="198.51.100.4", limiter=refused(7 * SECOND), app=reads),
        Request(client="203.0.113.9", limiter=Step("fails", ("OSError",)), app=reads),
    )
    seconds = {"granted": granted(8, 2 * SECOND), "refused": refused(11 * SECOND)}  # of two of a kind
    for one, other in product(kinds, repeat=2):
        second = other._replace(limiter=seconds.get(other.limiter.name, other.limiter)) if other is one else other
        for places in combinations(range(2 * GATES), GATES):
            turns = tuple(1 if place in places else 2 for place in range(2 * GATES))
            yield Exchange(MINUTE, requests=(one, second._replace(client="192.0.2.99")), turns=turns)


def every_departure() -> Iterator[Exchange]:
    """Yield clients that are gone at each message of a response, whoever sends it."""
    fails = Step("fails", ("OSError",))
    for limiter, on_error, gone in product((refused(), fails, granted()), ("allow", "deny"), (1, 2)):
        request = Request(limiter=limiter, gone=gone)
        yield Exchange(MINUTE, on_error=on_error, requests=(request, request._replace(gone=0)))


def every_layer() -> Iterator[Exchange]:
    """Yield a middleware around another one, for each thing that either limiter does, and two requests at once."""
    inside = (granted(4, 2 * SECOND), refused(3 * SECOND), Step("fails", ("OSError",)))
    outside = (granted(8, 5 * SECOND), refused(7 * SECOND), Step("fails", ("RuntimeError",)))
    apps = (ANSWER, (start(200, "ratelimit: \x22app\x22;r=1;t=1"), body()))
    for inner, limiter, app in product(inside, outside, apps):
        yield Exchange(MINUTE, TRUSTED, inner=inner, requests=(Request(client="192.0.2.7", limiter=limiter, app=app),))
    pair = (Request(client="192.0.2.7", limiter=outside[0]), Request(client="192.0.2.7", limiter=granted(3, SECOND)))
    for inner, turns in product(inside[:2], ((1, 2), (1, 1, 2, 2), (1, 1, 1, 2, 2, 2), (1, 2, 2, 2, 2, 2, 2))):
        yield Exchange(MINUTE, inner=inner, requests=pair, turns=turns * 2)
    yield Exchange(MINUTE, inner=inside[0], requests=(Request.of("websocket"),))


def around(numbers: tuple[int, ...]) -> Iterator[Exchange]:
    """Yield exchanges in which a number of the submission is what is left, a wait, a limit, a period, a status."""
    for number in numbers:
        for each in sorted({number - 1, number, number + 1}):
            if not 0 < each < LARGEST:
                continue
            many = tuple(Request(limiter=granted(each, wait)) for wait in (each, each * SECOND, each * SECOND + 1))
            waits = tuple(Request(limiter=refused(wait)) for wait in (each, each * SECOND, each * SECOND + 1))
            yield Exchange(Quota(each, each * SECOND), requests=many)
            yield Exchange(Quota(1, each), requests=waits)


def every_word(words: Words) -> Iterator[Exchange]:
    """Yield requests that have what the submission names: a path, a method, a header."""
    usual = Request()
    several = [usual._replace(path=path) for path in words.paths]
    several += [usual._replace(method=method) for method in words.methods]
    several += [
        usual._replace(method=method, headers=(f"{name}: {value}",))
        for name, value, method in product(words.headers, ("1", *words.values), ("GET", "OPTIONS"))
    ]
    several += [usual._replace(query=value) for value in words.values]
    several += [Request(scheme="https"), Request(root_path="/app"), Request(query="a=1")]
    several += [Request(http_version=version) for version in ("1.0", "2", "3")]
    for request in several:
        yield Exchange(MINUTE, requests=(request, request._replace(limiter=refused())))


def every_status() -> Iterator[Exchange]:
    """Yield an answer with each status, and with the usual one to each method."""
    for status in range(200, 600):
        yield Exchange(MINUTE, requests=(Request(app=(start(status, "x-a: 1"), body(""))),))
    for method in dict.fromkeys(METHODS):
        yield Exchange(MINUTE, requests=(Request(method=method), Request(method=method, limiter=refused())))
