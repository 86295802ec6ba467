"""Requests that agree in part, of one middleware: what remembers them by less than decides takes one for another."""

from collections.abc import Iterator
from itertools import product

from katas.grader.http.exchange import SECOND, Exchange, Request, body, granted, refused, start
from katas.grader.http.inputs import MINUTE, TRUSTED

PROXY = "10.0.0.1"
NEIGHBOUR = "2001:db8:0:9::1"  # trusted alone, in its network
HOPS = 140  # twice as many make a line of three thousand bytes
FIRST = ("198.51.100.45, 10.0.0.3", "10.0.0.4", "10.0.0.5, 10.0.0.6")
LINES = (  # of which each differs from the first ones in one entry or in a line
    ("198.51.100.54, 10.0.0.3", "10.0.0.4", "10.0.0.5, 10.0.0.6"),  # as long, and of the same characters
    ("198.51.100.45, 192.0.2.7", "10.0.0.4", "10.0.0.5, 10.0.0.6"),
    ("198.51.100.45, 10.0.0.3", "192.0.2.7", "10.0.0.5, 10.0.0.6"),
    ("198.51.100.45, 10.0.0.3", "unknown", "10.0.0.5, 10.0.0.6"),
    ("198.51.100.45, 10.0.0.3", "::a00:4", "10.0.0.5, 10.0.0.6"),  # the same number
    ("198.51.100.45, 10.0.0.3", NEIGHBOUR, "10.0.0.5, 10.0.0.6"),
    ("198.51.100.45, 10.0.0.3", "2001:db8:0:9::2", "10.0.0.5, 10.0.0.6"),
    ("198.51.100.45, 10.0.0.3", "10.0.0.4", "192.0.2.7, 10.0.0.6"),
    ("198.51.100.45, 10.0.0.3", "10.0.0.4", "10.0.0.5, 192.0.2.7"),
    ("198.51.100.45, 10.0.0.3", "10.0.0.4", "10.0.0.5, 10.0.0.6,"),
    ("10.0.0.4", "10.0.0.5, 10.0.0.6"),
    ("10.0.0.5, 10.0.0.6",),
    ("",),
    (),
    ("198.51.100.4", "192.0.2.7"),
    ("192.0.2.7", "198.51.100.4"),  # the same lines, and the same entries
    ("192.0.2.7", "198.51.100.4", "192.0.2.7"),
    ("198.51.100.4, 192.0.2.7",),
    ("192.0.2.7, 198.51.100.4",),
    ("192.0.2.7",),
    ("1", "92.0.2.7"),  # the same characters
    ("[2001:db8:0:7::1]:443",),
    ("[2001:db8:0:8::1]:443",),
    ("2001:db8:1:7::1",),
)
PEERS = (  # with the same lines
    *("10.0.0.2", "::a00:2", "192.0.2.7", "192.0.2.70", "192.0.2.200", "::c000:207", "192.0.2.7:8", "198.51.100.7"),
    *(NEIGHBOUR, "2001:db8:0:9::2", "2001:db8:0:8::1", "2001:db8:ffff::1", "2001:db8:ffff::1%eth0", "fe80::7%eth0"),
    *("", "unknown", None),
)
WAITS = (1, SECOND, 3 * SECOND // 2, 61 * SECOND)


def keys_alike() -> Iterator[Exchange]:
    """Yield requests of which each differs in one thing from the one before and the one after."""
    first = Request(client=PROXY, forwarded=FIRST)
    others = [first._replace(forwarded=lines) for lines in LINES] + [first._replace(client=peer) for peer in PEERS]
    yield _exchange([each for other in others for each in (first, other)])
    ends = (("198.51.100.45", "10.0.0.3", "10.0.0.4"), ("198.51.100.54", "10.0.0.3", "10.0.0.4"))
    middles = (("198.51.100.45", "192.0.2.7", "10.0.0.4"), ("198.51.100.45", "10.0.0.3", "192.0.2.7"))
    yield _exchange([first._replace(forwarded=(_long(*each),)) for each in (*ends, *middles)])


def _long(*entries: str) -> str:
    """Return a line with many proxies between the entries."""
    return (", 10.0.0.2" * HOPS + ", ").join(entries)


def _exchange(requests: list[Request]) -> Exchange:
    return Exchange(MINUTE, (*TRUSTED, NEIGHBOUR), requests=tuple(requests))


def answers_alike() -> Iterator[Exchange]:
    """Yield answers of the limiter, and starts of the app, that agree in all but one number or header."""
    answers = [granted(left, wait) for left, wait in product((0, 9, 10), WAITS)] + [refused(wait) for wait in WAITS]
    yield Exchange(MINUTE, requests=tuple(Request(limiter=answer) for answer in answers))
    starts = (
        *(start(200, "x-a: 1"), start(404, "x-a: 1"), start(200, "x-a: 2"), start(200, "x-a: 1", "x-a: 1"), start(200)),
        *(start(200, "x-a: 1", "ratelimit: \x22in\x22;r=4;t=1"), start(200, "x-a: 1", "ratelimit: \x22in\x22;r=3;t=1")),
    )
    yield Exchange(MINUTE, requests=tuple(Request(app=(each, body())) for each in starts))
