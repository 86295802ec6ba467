"""Bytes and keys."""

from array import array
from collections import OrderedDict, deque
from fractions import Fraction
from random import Random

from katas.interview.numbers.picture import table
from katas.interview.numbers.question import Question
from katas.interview.numbers.replay import seconds
from ratelimit import Quota
from ratelimit.algorithms import TokenBucket

S = 1000
_TWENTIETH = Fraction(1, 20)  # a MiB for a MB is no mistake here


def log_bytes(random: Random) -> Question:
    """What a sliding log takes for many clients."""
    limit = random.choice([10, 20, 50, 100, 200, 500, 1000])
    clients = random.choice([100_000, 200_000, 500_000, 1_000_000])
    log: deque[int] = deque()
    for at in range(3 * limit):
        while log and log[0] <= at - limit:
            log.popleft()
        if len(log) < limit:
            log.append(at)
    words = array("q", log)
    each = len(words) * words.itemsize
    return Question.of(
        "log_bytes",
        "A sliding log keeps the time of each request that passed, in 8 bytes, until it is older than the period."
        f" The limit is {limit} a minute. There are {clients:,} clients, and in the worst minute all of them use"
        " their whole limit. How many MB (millions of bytes) are all these times together?",
        unit="MB",
        answer=_mega(each * clients),
        accepts=_TWENTIETH,
        picture=table(
            "kept for | times | bytes",
            [
                ("one client", f"{len(words):,}", f"{each:,}"),
                ("all", f"{len(words) * clients:,}", f"{each * clients:,}"),
            ],
        ),
        takeaway="A log grows with the limit. Counters, buckets and GCRA keep a few numbers, whatever the limit is.",
        slips=(
            (_mega(len(words) * clients), "A time takes 8 bytes, not one."),
            (_mega(8 * clients), "That is one time for each client. The log keeps one for each request."),
            (_mega(each * clients) * 8, "Bytes, not bits."),
        ),
    )


def state_bytes(random: Random) -> Question:
    """What an algorithm of fixed size takes for many clients."""
    name, fields = random.choice(
        [
            ("GCRA", ["the theoretical arrival time"]),
            ("A token bucket", ["the tokens", "the time of the last refill"]),
            ("A fixed window", ["the number of the window", "a count"]),
            ("A sliding window counter", ["the number of the window", "its count", "the count of the window before"]),
        ]
    )
    limit = random.choice([100, 500, 1000])
    clients = random.choice([1, 2, 3, 5, 10, 20])
    state = array("q", [0] * len(fields))
    each = len(state) * state.itemsize
    total = each * clients
    listed = fields[0] if len(fields) == 1 else ", ".join(fields[:-1]) + f" and {fields[-1]}"
    return Question.of(
        "state_bytes",
        f"{name} keeps {listed} for each client. Each of these numbers takes 8 bytes. The limit is {limit:,} a"
        f" minute. There are {clients} million clients. Leaving out keys and overhead, how many MB (millions of"
        " bytes) do these numbers take?",
        unit="MB",
        answer=total,
        accepts=_TWENTIETH,
        picture=table(
            "kept for | numbers | bytes",
            [("one client", len(fields), each), ("all", f"{len(fields) * clients} million", f"{total} million")],
        )
        + f"\n  a sliding log: up to {limit:,} numbers for each client, {8 * limit * clients:,} million bytes",
        takeaway="Count the words of state: GCRA has one, a bucket or a window two, a sliding counter three.",
        slips=(
            (8 * limit * clients, "That is a sliding log. The others don't keep each request."),
            (8 * clients, f"It keeps {len(fields)} numbers for each client."),
            (len(fields) * clients, "A number takes 8 bytes."),
            (16 * clients, f"That would be two numbers. It keeps {len(fields)}."),
            (24 * clients, f"That would be three numbers. It keeps {len(fields)}."),
        ),
    )


def keys_held(random: Random) -> Question:
    """How many keys a limiter must keep."""
    limit = random.choice([2, 4, 5, 10, 20, 30])
    arrive = random.choice([100, 200, 500, 1000])
    meter = TokenBucket(Quota(limit, 60 * S))
    meter.take(0)
    fresh = meter.level(0).reset_after // S
    held: deque[int] = deque()
    rows = []
    for second in range(2 * fresh + 1):
        while held and held[0] <= second - fresh:
            held.popleft()
        held.extend([second] * (arrive // 10))  # a tenth of them, as they all fare alike
        rows.append((f"{second} s", f"{len(held) * 10:,}"))
    keys = len(held) * 10
    return Question.of(
        "keys_held",
        f"Each client has a token bucket that is refilled at {limit} a minute, evenly. A bucket that is full again is"
        f" forgotten at once, as a new one would answer alike. Each second {arrive:,} new clients send one request"
        " each, and are never seen again. How many buckets are held once this has gone on for some minutes?",
        unit="buckets",
        answer=keys,
        picture=table("at | held", rows),
        takeaway=(
            "Keys held = new keys a second x the time until one is forgotten. Forget it when it is full, not after a"
            " period."
        ),
        slips=(
            (
                arrive * 60,
                f"One token is back after {fresh} s. There is no need to keep a bucket for the whole minute.",
            ),
            (arrive, f"A bucket is full again only after {fresh} s, so those of earlier seconds are held, too."),
            (arrive * limit, f"A bucket that misses one token is full again after 60 / {limit} = {fresh} s."),
            (arrive * (fresh + 1), "A bucket that is full again is forgotten at once."),
        ),
    )


def lru_reset(random: Random) -> Question:
    """What an attacker gets who makes a full table forget it."""
    size, speed = random.choice(
        [(800, 100), (1800, 200), (1800, 100), (1600, 100), (700, 100), (900, 100), (800, 50)]
    )  # none divides the minute: whether a start at its very end belongs to it would be open
    limit = random.choice([5, 10, 20])
    table_of: OrderedDict[int, int] = OrderedDict()
    passed, rows = 0, []
    for tick in range(60 * speed):
        if 0 not in table_of:
            passed += limit
            table_of[0] = limit
            rows.append((seconds(tick * S // speed), limit, passed))
        table_of[tick + 1] = 1
        while len(table_of) > size:
            table_of.popitem(last=False)
    return Question.of(
        "lru_reset",
        f"A limiter allows {limit} requests an hour for each client. Its table holds {size:,} clients; when it is"
        f" full, the one that was not seen for longest is thrown out and forgotten. An attacker uses up its {limit}"
        f" at once. Then it sends requests, each under a new name, {speed} a second, until its own name is forgotten,"
        " and begins again."
        " How many requests does it get through under its own name in the first minute?",
        unit="requests",
        answer=passed,
        picture=table("at | pass | in all", rows),
        takeaway="A table that forgets clients who are not fresh resets them. A flood of new names must not do that.",
        slips=(
            (limit, "After it has been thrown out of the table, it begins with all of its limit."),
            (passed // limit, f"It is forgotten that often, and each time {limit} pass."),
            (passed // limit * limit - limit, "The first ones count, too."),
            (passed * 60, "That is in an hour."),
            (passed + limit, f"It is forgotten every {size // speed} s, and the next time would be after the minute."),
        ),
    )


def _mega(number: int) -> Fraction:
    return Fraction(number, 10**6)
