"""What exchanges are drawn from, for each level: requests, the limiter's answers, what the app does, whose turn it is.

Bytes decide, without a float and without Python's own generator: everybody gets the same draws.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from katas.grader.http.exchange import ANSWER, SECOND, Exchange, Request, Step, body, granted, refused, start
from ratelimit import Quota

T = TypeVar("T")
MINUTE = Quota(10, 60 * SECOND)
NUMBERS = (0, 1, 2, 3, 9, 10, 59, 99, 100, 999, 10**6, 2**31, 2**53 + 1, 10**15 - 1)  # of units left
WAITS = (
    *(0, 1, 2, 999, SECOND // 2, SECOND - 1, SECOND, SECOND + 1, 3 * SECOND // 2, 2 * SECOND - 1, 3 * SECOND),
    *(10 * SECOND + 1, 59 * SECOND, 60 * SECOND, 61 * SECOND, 3600 * SECOND, 3600 * SECOND + 1, 86_400 * SECOND + 1),
    *(2**53 + 1, 10**16 + 1, 365 * 86_400 * SECOND + 1, 10**18 + 1, 2**63 + 1),
)
LIVELY = (1, SECOND // 2, SECOND, 3 * SECOND // 2, 61 * SECOND + 1)


class Picker:
    """Picks from lists, as bytes say."""

    def __init__(self, drawn: bytes) -> None:
        self._left = int.from_bytes(sha256(drawn).digest(), "big")

    def of(self, choices: Sequence[T]) -> T:
        """Return one of them."""
        self._left, place = divmod(self._left, len(choices))
        return choices[place]

    def some(self, choices: Sequence[T], most: int) -> list[T]:
        """Return up to so many, the same ones perhaps."""
        return [self.of(choices) for _ in range(self.of(range(most + 1)))]


def usual(_pick: Picker) -> Exchange:
    """Return a middleware as most are."""
    return Exchange(MINUTE)


@dataclass(frozen=True)
class HttpInputs:
    """One kind of exchanges."""

    request: Callable[[Picker], Request]
    middleware: Callable[[Picker], Exchange] = usual
    length: int = 3  # the most requests
    at_once: bool = False

    def exchange(self, head: bytes, events: list[bytes]) -> Exchange:
        """Make drawn bytes, three for the head and three for each request, into an exchange."""
        requests = tuple(self.request(Picker(event)) for event in events)
        drawn, picker = self.middleware(Picker(head)), Picker(b"turns" + head)
        turns = tuple(picker.of(range(1, 1 + len(requests))) for _ in range(6 * len(requests)))
        return drawn._replace(requests=requests, turns=turns if self.at_once and len(requests) > 1 else ())


# What the limiter answers

YES_OR_NO = (granted(), granted(), refused(), granted(0), refused(SECOND // 2))
ERRORS = ("RuntimeError", "OSError", "ValueError", "KeyError", "TimeoutError")


def answer(pick: Picker) -> Step:
    """Return a grant or a refusal with any numbers."""
    return granted(pick.of(NUMBERS), pick.of(WAITS)) if pick.of((True, False)) else refused(pick.of(WAITS))


def failure(pick: Picker) -> Step:
    """Return a failure, at times a cancellation, at times none."""
    return pick.of((Step("fails", (pick.of(ERRORS),)), Step("fails", ("OSError",)), Step("cancelled"), *YES_OR_NO[:3]))


# What an app does

STATUSES = (200, 200, 201, 204, 301, 304, 404, 429, 500, 503)
HEADERS = (
    "content-type: text/plain",
    "x-a: 1",
    "set-cookie: a=1",
    "set-cookie: b=2",
    "vary: Cookie",
    "retry-after: 7",
    "x-name: caf\xe9",
)
INNER = (
    "ratelimit-policy: \x22inner\x22;q=5;w=1",
    "ratelimit: \x22inner\x22;r=4;t=1",
    "ratelimit: \x22a\x22;r=1;t=1, \x22b\x22;r=2;t=2",
    "ratelimit: \x22a,b;c\x22;r=1 ;t=1,  \x22d\x22;r=2",
    "x-ratelimit-limit: 5",
)
KINDS = ("tuple", "lists", "iterator", "")  # of what an app's headers are


def simple(_pick: Picker) -> tuple[Step, ...]:
    """Return an app with a header and a body."""
    return ANSWER


def with_headers(pick: Picker) -> tuple[Step, ...]:
    """Return an app with any status and headers."""
    words = [*pick.some(HEADERS, 3), *pick.some(INNER, 2), pick.of(KINDS)]
    ordered = sorted(words, key=lambda _word: pick.of(range(9)))
    return start(pick.of(STATUSES), *filter(None, ordered)), body()


def with_a_wait(pick: Picker) -> tuple[Step, ...]:
    """Return an app that at times says itself when to come back."""
    return start(pick.of(STATUSES), "x-a: 1", *pick.some(("retry-after: 7", "retry-after: 120"), 1)), body()


def streaming(pick: Picker) -> tuple[Step, ...]:
    """Return an app that sends in parts, reads, raises before or after the start, or answers with other messages."""
    before = pick.some((Step("receive"), Step("message", ("http.response.early_hint",))), 2)
    words = [*pick.of(((), ("x-a: 1",), ("trailers", "x-a: 1")))]
    parts = pick.some(
        (body("a", "more"), body("b", "more"), body("", "more"), body("", "bare", "more"), Step("receive")), 4
    )
    end = pick.of((body("end"), body("", "bare"), Step("message", ("http.response.pathsend",)), body("end")))
    trailers = [Step("message", ("http.response.trailers",))] if "trailers" in words else []
    steps = [*before, start(pick.of(STATUSES), *words), *parts, end, *trailers]
    if pick.of((False, False, True)):
        place = pick.of(range(1 + len(steps)))
        steps[place:] = [Step("raises", (pick.of((*ERRORS, "CancelledError")),))]
    return tuple(steps)


METHODS = ("GET", "GET", "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS")

# Who asks

TRUSTED = ("10.0.0.0/8", "2001:db8:ffff::/48", "192.0.2.128/25")
PEERS = (
    *("10.0.0.1", "10.0.0.1", "10.9.8.7", "2001:db8:ffff::1", "::ffff:10.0.0.1", "192.0.2.200"),  # trusted
    *("192.0.2.7", "198.51.100.4", "2001:db8:0:7::1", "2001:db8:0:7::2", "2001:db8:0:8::1", "::ffff:192.0.2.7"),
    *("::ffff:c000:207", "fe80::7%eth0", "::1", None, "", "testclient", "/run/app.sock", "11.0.0.1"),
)
ENTRIES = (
    *("192.0.2.7", "198.51.100.4", "203.0.113.9", "2001:db8:0:7::1", "2001:DB8:0:7::2", "2001:db8:0:8::1"),
    *("::ffff:192.0.2.7", "::ffff:c000:207", "fe80::7%eth0", "::192.0.2.7", "2001:0db8:0000:0007:0:0:0:1", "::1"),
    *("192.0.2.7:4711", "[2001:db8:0:7::1]:443", "[2001:db8:0:7::1]", "[fe80::7%eth0]:80", "10.0.0.2:80"),
    *("10.0.0.2", "10.1.1.1", "10.0.0.3", "2001:db8:ffff::2", "::ffff:10.0.0.2", "192.0.2.129", "[2001:db8:ffff::3]:8"),
)
GARBAGE = (
    *("unknown", "", "none", "_hidden", "10.0.0", "10.0.0.256", "192.0.2.7/32", "010.0.0.1", "2001:db8:0:7::1::2"),
    *("caf\xe9", "\xff\xfe", "192.0.2.7 198.51.100.4", "16 bytes of text", "167772162", "-", "localhost"),
)
PADS = (", ", ",", " ,", ",\t", " , ")


def chain(pick: Picker) -> tuple[str, ...]:
    """Return lines of X-Forwarded-For."""
    lines = (
        ["192.0.2.7, 198.51.100.4, 10.0.0.2" + ", 10.0.0.3" * pick.of(range(30))] if pick.of((0,) * 9 + (1,)) else []
    )
    for _ in range(pick.of((0, 1, 1, 1, 2, 3))):
        entries = [
            pick.of(GARBAGE if pick.of((0, 0, 0, 0, 1)) else ENTRIES) for _ in range(pick.of((1, 1, 2, 2, 3, 4)))
        ]
        lines.append(pick.of(PADS).join(entries))
    return tuple(lines)


def behind(pick: Picker) -> Exchange:
    """Return a middleware behind proxies, or behind none."""
    trusted = pick.of((TRUSTED, TRUSTED, TRUSTED[:1], (), ("10.0.0.1",), ("0.0.0.0/0", "::/0"), ("::/0",)))
    return Exchange(MINUTE, trusted)


# What a middleware is made with

NAMES = ("default", "a", "", "per ip", 'a"b', "a\\b", 'q=1;"x", \\', "100% ~!")
QUOTAS = (
    *(MINUTE, Quota(1, SECOND), Quota(5, 3600 * SECOND), Quota(100, 86_400 * SECOND, 20), Quota(1, 7 * SECOND)),
    *(
        Quota(1, 1),
        Quota(3, SECOND // 4),
        Quota(7, 3 * SECOND // 2),
        Quota(10**15 - 1, 60 * SECOND),
        Quota(2, SECOND + 1),
    ),
)


def any_made(pick: Picker) -> Exchange:
    """Return a middleware with any name and quota."""
    return Exchange(pick.of(QUOTAS), name=pick.of(NAMES))


def either_way(pick: Picker) -> Exchange:
    """Return one that allows, or denies, when its limiter fails."""
    return Exchange(MINUTE, on_error=pick.of(("allow", "deny")))


def any_at_all(pick: Picker) -> Exchange:
    """Return any middleware."""
    return Exchange(pick.of(QUOTAS[:6]), pick.of((TRUSTED, ())), pick.of(NAMES[:5]), pick.of(("allow", "deny")))


def _other_scope(pick: Picker) -> Request:
    scope = pick.of(("websocket", "lifespan", "webtransport"))
    messages = [Step("message", (f"{scope}.accept",)), Step("receive"), Step("message", (f"{scope}.send",))]
    end = [Step("raises", (pick.of((*ERRORS, "CancelledError")),))] if pick.of((0, 0, 1)) else []
    return Request(scope, app=(*messages[: pick.of(range(4))], *end))


def _any(pick: Picker) -> Request:
    scope = pick.of(("http",) * 7 + ("websocket",))
    if scope != "http":
        return _other_scope(pick)
    limiter = pick.of((answer, answer, failure))(pick)
    app = pick.of((simple, with_headers, streaming))(pick)
    return Request(client=pick.of(PEERS), forwarded=chain(pick), limiter=limiter, app=app)


SCOPES = HttpInputs(_other_scope)
REFUSED = HttpInputs(lambda pick: Request(limiter=pick.of(YES_OR_NO), app=ANSWER, method=pick.of(METHODS)), length=6)
RETRY = HttpInputs(lambda pick: Request(limiter=answer(pick), app=with_a_wait(pick)))
FIELDS = HttpInputs(lambda pick: Request(limiter=answer(pick), app=with_headers(pick)), any_made)
STREAMS = HttpInputs(lambda pick: Request(app=streaming(pick), gone=pick.of((0, 0, 0, 0, 1, 2, 3))), length=2)
KEYS = HttpInputs(
    lambda pick: Request(client=pick.of(PEERS), forwarded=chain(pick), limiter=pick.of(YES_OR_NO), app=ANSWER), behind
)
FAILING = HttpInputs(
    lambda pick: Request(limiter=failure(pick), app=pick.of((simple, with_headers, streaming))(pick)), either_way
)
AT_ONCE = HttpInputs(_any, any_at_all, length=4, at_once=True)
