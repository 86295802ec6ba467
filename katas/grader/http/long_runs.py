"""Many requests: one after the other, at once, from many clients, through many proxies. What is counted shows here."""

from collections.abc import Iterable, Iterator

from katas.grader.http.exchange import Exchange, Request, Step, body, refused, start
from katas.grader.http.inputs import ERRORS, MINUTE, TRUSTED

MANY, CROWD, MOST = 200, 130, 1100  # requests; at once; and because of a number in the submission
FEW = 30  # of what is rarely counted
HOPS = 300  # a header has room for a few hundred
OWN = (429, 503)  # which each submission has
FAILS = Step("fails", ("OSError",))
TROUBLES = (*(Step("fails", (error,)) for error in ERRORS), Step("cancelled"), Step("fails", ("BaseException",)))
TROUBLED = (  # apps whose errors are no failures of the limiter
    (Step("raises", ("OSError",)),),
    (start(200), Step("raises", ("RuntimeError",))),
    (start(503), body("")),
)


def many_requests(numbers: tuple[int, ...]) -> Iterator[Exchange]:
    """Yield exchanges of many requests, one after the other, and of more than these numbers."""
    times = _beyond(numbers, MANY)
    yes, no = Request(times=times), Request(client="192.0.2.7", limiter=refused(), times=times)
    yield Exchange(MINUTE, requests=(yes, no._replace(times=1), yes._replace(times=1)))
    yield Exchange(MINUTE, requests=(no, yes._replace(times=1), no._replace(limiter=Request().limiter, times=1)))
    yield in_turn(Request(), Request(limiter=refused()))


def many_answers(numbers: tuple[int, ...]) -> Iterator[Exchange]:
    """Yield fewer of them, for what is said in each answer."""
    yes = Request(times=_beyond((number for number in numbers if number <= MANY), FEW))
    no = yes._replace(limiter=refused())
    yield Exchange(MINUTE, requests=(no, yes, no._replace(times=1), yes._replace(times=1)))


def many_failures(numbers: tuple[int, ...]) -> Iterator[Exchange]:
    """Yield limiters that fail in a row, more often than these numbers, and then work; such that fail in turn, too."""
    made, yes, times = Exchange(MINUTE), Request(), _beyond(numbers, MANY)
    yield made._replace(requests=(Request(limiter=FAILS, times=times), yes))
    yield made._replace(requests=(Request(limiter=FAILS, times=times), yes), on_error="deny")
    yield in_turn(Request(limiter=FAILS), yes)
    yield in_turn(Request(limiter=FAILS), Request(limiter=refused()))._replace(on_error="deny")
    troubled = [Request(limiter=limiter) for limiter in TROUBLES] + [Request(app=app) for app in TROUBLED]
    for request in (*troubled, Request(gone=1)):
        yield made._replace(requests=(yes, request._replace(times=FEW), yes))
    clients = [Request(client=f"198.18.0.{number}", limiter=FAILS) for number in range(FEW)]
    yield made._replace(requests=(*clients, yes, clients[0]._replace(limiter=yes.limiter)))


def many_clients(numbers: tuple[int, ...]) -> Iterator[Exchange]:
    """Yield more clients than these numbers, beside the proxies and behind them, and the first ones again."""
    several = [_client(number) for number in range(_beyond((each for each in numbers if each not in OWN), MANY))]
    yield Exchange(MINUTE, TRUSTED, requests=(*several, *several[:4]))


def _client(number: int) -> Request:
    """Return a request of a client that has no other number: IPv4 and IPv6 in turn, two of four behind a proxy."""
    high, low = divmod(number, 256)
    address = f"2001:db8:{number:x}::1" if number & 1 else f"198.18.{high}.{low}"
    return Request(client="10.0.0.1", forwarded=(address,)) if number & 2 else Request(client=address)


def crowds(numbers: tuple[int, ...]) -> Iterator[Exchange]:
    """Yield exchanges of many requests at once, and of more than these numbers, in step with each other."""
    times = _beyond(numbers, CROWD)
    yield Exchange(MINUTE, requests=(Request(times=times), Request(limiter=refused())), turns=(1,))
    yield Exchange(MINUTE, requests=(Request(limiter=FAILS, times=FEW), Request()), turns=(1,))


def long_chains(numbers: tuple[int, ...]) -> Iterator[Exchange]:
    """Yield chains of many trusted proxies, and of more than these numbers."""
    for number in (CROWD, *(number for number in numbers if number <= HOPS)):
        line = ", ".join(["192.0.2.7", *["10.0.0.2"] * number])
        yield Exchange(MINUTE, TRUSTED, requests=(Request(client="10.0.0.1", forwarded=(line,)),))


def in_turn(one: Request, other: Request) -> Exchange:
    """Return an exchange in which two requests come in turn."""
    return Exchange(MINUTE, requests=(one, other) * FEW)


def _beyond(numbers: Iterable[int], least: int) -> int:
    """Return one more than the largest of these numbers that can be tried: what one crosses, all of them have."""
    return 1 + max((least, *(number for number in numbers if number <= MOST)))
