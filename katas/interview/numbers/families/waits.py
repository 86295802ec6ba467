"""How long, and when."""

from fractions import Fraction
from random import Random

from katas.interview.numbers.amount import digits, written
from katas.interview.numbers.picture import table
from katas.interview.numbers.question import Question
from katas.interview.numbers.replay import replay, seconds
from ratelimit import Quota
from ratelimit.algorithms import GCRA, LeakyBucket, TokenBucket

S = 1000


def nth_grant(random: Random) -> Question:
    """When the n-th request of a client passes that asks all the time."""
    interval = random.choice([100, 200, 250, 500, 2000, 3000])
    burst = random.choice([3, 4, 5, 10])
    n = burst + random.choice([3, 5, 6, 8, 10, 12])
    meter, at = GCRA(Quota(1, interval, burst)), 0
    rows: list[tuple[int, str]] = []
    while len(rows) < n:
        wait = meter.take(at)
        if wait:
            at += wait
        else:
            rows.append((len(rows) + 1, seconds(at)))
    answer = Fraction(at, S)
    step = Fraction(interval, S)
    return Question.of(
        "nth_grant",
        f"A limiter allows one request every {seconds(interval)}, and a burst of {burst}: after a long silence"
        f" {burst} pass at once. From 0 s on, a client asks again and again, without a pause. At what time, in"
        f" seconds, does request number {n} pass?",
        unit="s",
        answer=answer,
        picture=table("request | passes at", rows),
        takeaway=(
            "The burst is ahead of time only once: with a burst of b, the n-th request"
            " passes (n - b) intervals after the first."
        ),
        slips=(
            (n * step, f"The first {burst} don't wait: they pass at 0 s."),
            ((n - 1) * step, f"So it would be without a burst. The first {burst} pass at 0 s."),
            (
                (n - burst + 1) * step,
                f"Request {burst + 1} passes one interval after 0 s, so {n} - {burst} intervals are enough.",
            ),
            (
                (n - burst - 1) * step,
                f"Request {burst + 1} waits for an interval, too. Up to request {n} it is {n} - {burst} of them.",
            ),
        ),
    )


def cost_wait(random: Random) -> Question:
    """The wait for a large cost."""
    rate = random.choice([2, 4, 5])
    burst = random.choice([10, 12, 20])
    first = random.randint(burst - 3, burst)
    at = random.choice([500, 1000, 1250, 1750] if rate < 5 else [300, 400, 700, 1000])
    there = burst - first + Fraction(rate * at, S)
    cost = min(burst, int(there) + random.randint(2, 5))
    rows = replay(TokenBucket(Quota(rate, S, burst)), [(0, first), (at, cost)])
    answer = Fraction(rows[-1].wait, S)
    return Question.of(
        "cost_wait",
        f"A token bucket holds {burst} tokens and is full; {rate} flow in each second, evenly. At 0 s a request takes"
        f" {first} of them. At {seconds(at)} one asks for {cost}, all or nothing. Nobody else asks. How many seconds"
        " must it wait?",
        unit="s",
        answer=answer,
        picture=table(
            "at | tokens before | asks for | answer",
            [
                ("0 s", burst, first, "granted"),
                (seconds(at), digits(there), cost, "refused"),
                (seconds(at + rows[-1].wait), cost, cost, "granted"),
            ],
        )
        + f"\n  {digits(cost - there)} missing at {rate} a second: {written(answer, 's')}",
        takeaway="The wait is what is missing over the rate; parts of a token that have flowed in count.",
        slips=(
            (Fraction(cost, rate), "Some tokens are there already. Only what is missing has to flow in."),
            (
                Fraction(cost - (burst - first), rate),
                f"That is the moment when it is granted. The wait runs from {seconds(at)}, when some have flowed in.",
            ),
            (Fraction(cost - int(there), rate), "A part of a token is there, too, and counts."),
            (answer + Fraction(1, rate), f"It is enough that {cost} tokens are there. Not one more is needed."),
            (Fraction(burst, rate), "The bucket need not be full again."),
            (Fraction(-(-answer // 1)), "The wait is exact. Only a header would round it up to whole seconds."),
        ),
    )


def queue_delay(random: Random) -> Question:
    """How long the last request of a burst waits in a leaky bucket."""
    rate, late = random.choice([(2, 1000), (2, 500), (4, 500), (4, 1000), (5, 1000), (10, 500), (10, 1000)])
    gone = rate * late // S
    burst = random.choice([20, 30])
    sent, more = random.randint(gone + 2, burst - 1), random.randint(1, min(3, 1 + gone))
    meter, waits = LeakyBucket(Quota(rate, S, burst)), []
    for at in [0] * sent + [late] * more:
        waits.append((at, meter.delay(at)))
        meter.take(at)
    delay = Fraction(waits[-1][1], S)
    return Question.of(
        "queue_delay",
        f"A leaky bucket is used as a queue: it holds up to {burst} requests, and lets {rate} a second go ahead,"
        f" evenly spaced. The first goes ahead at once. {sent} requests arrive at 0 s, and {more} more at"
        f" {seconds(late)}. How many seconds does the last of all wait in the queue?",
        unit="s",
        answer=delay,
        picture=table("arrives | waits | goes ahead", [(seconds(at), seconds(w), seconds(at + w)) for at, w in waits]),
        takeaway="In a leaky bucket the wait is the water that is there before you, over the rate.",
        slips=(
            (
                Fraction(sent + more - 1, rate),
                f"That is the moment when it goes ahead. It arrives at {seconds(late)}, when some have gone ahead.",
            ),
            (Fraction(sent + more, rate), f"By {seconds(late)} some have gone ahead, and it doesn't wait for itself."),
            (delay + Fraction(1, rate), "It waits for those before it, not for itself."),
            (Fraction(sent - gone, rate), f"The others that arrive at {seconds(late)} are before it as well."),
        ),
    )


def callers_in_time(random: Random) -> Question:
    """How many of the callers that wait in a queue are served before they give up."""
    interval = random.choice([100, 200, 250, 500])
    burst = random.choice([2, 3, 4, 5])
    patience = random.choice([time for time in (1000, 1500, 2000, 3000) if time % interval == 0])
    served = burst + patience // interval
    callers = served + random.choice([3, 5, 8, 10])
    meter, at = TokenBucket(Quota(1, interval, burst)), 0
    rows: list[tuple[int, str]] = []
    while at <= patience and len(rows) < callers:
        wait = meter.take(at)
        if wait:
            at += wait
        else:
            rows.append((len(rows) + 1, seconds(at)))
    return Question.of(
        "callers_in_time",
        "A limiter in a client makes callers wait in a queue, first come, first served. It lets one go ahead every"
        f" {seconds(interval)}, and a burst of {burst} after a silence. After a long silence {callers} callers arrive"
        f" at once. Each gives up after {seconds(patience)}; a caller that is served at exactly {seconds(patience)}"
        " is still in time. How many callers are served?",
        unit="callers",
        answer=len(rows),
        picture=table("caller | served after", rows),
        takeaway=(
            "A caller whose turn comes after its deadline can be told so at once: its wait is known when it arrives."
        ),
        slips=(
            (patience // interval, f"The first {burst} are served at once, before any interval has passed."),
            (served - 1, "A caller that is served at exactly the deadline is still in time."),
            (served + 1, f"The first one after the burst waits for an interval: {burst} go at once, not {burst + 1}."),
            (callers, "The last ones would be served too late."),
            (burst, "Others are served while they wait, one in each interval."),
        ),
    )
