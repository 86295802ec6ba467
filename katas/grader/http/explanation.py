"""Says what is wrong at a row, and why something else is expected: on a card, and for `--why`."""

import re

from katas.grader.http.client_key import is_trusted, key_of, read
from katas.grader.http.exchange import SECOND, Exchange, Request, goes_on
from katas.grader.verdict import Failure, Row

MOST = 12  # lines


_UNEXPECTED = {  # how a line begins that must not be there -> what that means
    "waits for request": "A request waits for another one.",
    "waits for what": "It waits for what never comes.",
    "send returns before": "The app goes on before the server has its message.",
    "the app's own": "The app's own message is changed: it may send the same one again.",
    "inner hit": "The limiter inside is asked where it must not be.",
    "a message that": "A message that the server still has is changed: what else uses it?",
    "retry-after: ": "A retry-after that must not be there.",
    "ratelimit": "A field that must not be there, or one too many.",
    "hit": "The limiter is asked where it must not be.",
    "app called": "The app is called where it must not be.",
    "receives": "The middleware reads what it must leave to the app.",
}
_MISSING = {  # how an expected line begins
    "hit": "The limiter must be asked first.",
    "inner hit": "The middleware inside must ask its own limiter.",
    "app called": "The app must be called.",
    "start": "Another start is expected.",
    "a body": "The response must be whole.",
}


_HANDED = {  # what is wrong with how something comes -> what that means
    "in another task": "It runs in another task than the server's.",
    "in another context": "It runs in another context: what is set there in a context variable is lost.",
    "with another receive": "The app must get the server's own receive.",
    "with another send": "The app must get the server's own send.",
    "with a copy of the scope": "The app must get the server's own scope.",
    "with a changed scope": "The scope must reach the app as it came.",
    "which can't be awaited": "What it returns can't be awaited. Is `async` missing?",
    "after a message": "The limiter must be asked before anything is sent.",
}


def reason(row: Row) -> str:
    """Return what differs, in a sentence."""
    expected, yours = row.expected, row.yours
    for words, meaning in _HANDED.items():
        if words in yours:
            return meaning
    if row.call == "header":
        name, mine = expected.partition(": ")[0], yours.partition(": ")[0]
        return f"The header {name} is wrong." if name == mine else f"The header {name} is not there."
    if expected.startswith("hit(") and yours.startswith("hit("):
        return "The limiter is asked for another key."
    for table, text in ((_UNEXPECTED, yours), (_MISSING, expected)):
        for start, meaning in table.items():
            if text.startswith(start) and not (expected.startswith(start) and yours.startswith(start)):
                return meaning
    return "What comes out differs."


def note(exchange: Exchange, request: Request, row: Row) -> str:
    """Return why the expected line is right; "" where the law says it all."""
    if row.call == "limiter" and row.yours.startswith("hit("):
        return search(exchange, request)
    if row.call == "header" and request.limiter.name in ("granted", "refused"):
        return _numbers(request, row.expected, row.yours)
    return ""


def _numbers(request: Request, expected: str, yours: str) -> str:
    """Return where the number comes from that differs; "" if what differs is no number."""
    wait = f"{request.limiter.values[-1]:_} ns, in whole seconds, rounded up"
    if expected.startswith("retry-after:"):
        return wait
    right, mine = (dict(re.findall(r";([rt])=(-?\d*)", text)) for text in (expected, yours))
    if not expected.startswith("ratelimit:") or right == mine:
        return ""
    return wait if right.get("r") == mine.get("r") else "r is what remains"


def search(exchange: Exchange, request: Request) -> str:
    """Return the search for the client in words, from the peer on."""
    if request.client is None:
        return "there is no peer"
    entries = [entry for line in request.forwarded for entry in line.split(",")]
    words = []
    for entry in [request.client, *reversed(entries)]:
        address = read(entry)
        if address is None:
            words.append(f"{entry.strip()!a} is no address")
            break
        if not is_trusted(address, exchange.trusted):
            words.append(f"{address} is not trusted")
            break
        words.append(f"{address} is trusted")
    return ", ".join(words)


def why(failure: Failure) -> tuple[str, ...]:
    """Return for each request how the contract comes to its lines."""
    if not failure.rows:
        return ()
    exchange = Exchange.parse(failure.timeline)
    lines = []
    for number, request in enumerate(exchange.requests, 1):
        if request.scope == "http":
            told = decided(exchange, request)
            words = [f"{search(exchange, request)}; so its key is {key_of(*_asks(exchange, request))}", told]
        else:
            words = [f"its scope is {request.scope}, so it reaches the app as it came"]
        lines += [f"request {number}: {each}" for each in words]
    return tuple(lines[-MOST:])


def _asks(exchange: Exchange, request: Request) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    return request.client, request.forwarded, exchange.trusted


def decided(exchange: Exchange, request: Request) -> str:
    """Return what follows from what the limiter does, in words."""
    name = request.limiter.name
    if error := goes_on(request.limiter):
        return f"a {error} is no failure, so it goes on to the server"
    if name == "fails":
        then = "the app is called" if exchange.on_error == "allow" else "the answer is 503"
        return f"the limiter fails, and on_error is {exchange.on_error!r}, so {then}, without fields"
    after = request.limiter.values[-1]
    seconds = f"{after // SECOND}.{after % SECOND:09}".rstrip("0").rstrip(".")
    return f"t is {seconds} s, rounded up" + (", and so is retry-after, at least 1" if name == "refused" else "")
