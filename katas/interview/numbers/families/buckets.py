"""What a token bucket holds, and what it and GCRA let through."""

from fractions import Fraction
from random import Random

from katas.interview.numbers.picture import table
from katas.interview.numbers.question import Question
from katas.interview.numbers.replay import flood, replay, seconds
from ratelimit import Quota
from ratelimit.algorithms import GCRA, FixedWindow, TokenBucket

S = 1000


def bucket_left(random: Random) -> Question:
    """What remains after some takes, one of them after a long idle time."""
    burst = random.choice([8, 10, 12, 15, 20])
    rate = random.choice([1, 2])
    first, second = random.randint(burst // 2, burst - 2), random.randint(2, burst // 2)
    idle = burst // rate + random.randint(1, 5)
    asks = [(0, first), (2 * S, min(second, burst - first + 2 * rate)), ((2 + idle) * S, random.randint(2, burst - 2))]
    asks.append((asks[-1][0] + random.randint(1, 2) * S, 1))
    meter = TokenBucket(Quota(rate, S, burst))
    before, rows = [], []
    for at, cost in asks:
        before.append(meter.level(at).remaining)
        rows += replay(meter, [(at, cost)])
    answer = rows[-1].left
    never_full = burst + rate * asks[-1][0] // S - sum(cost for _, cost in asks)
    listed = ", ".join(f"{cost} at {seconds(at)}" for at, cost in asks[:-1])
    return Question.of(
        "bucket_left",
        f"A token bucket holds {burst} tokens and is full at 0 s. Each second {rate}"
        f" {'flows' if rate == 1 else 'flow'} in, evenly. These are taken, and all are granted: {listed}, and"
        f" {asks[-1][1]} at {seconds(asks[-1][0])}. How many tokens are left after the last?",
        unit="tokens",
        answer=answer,
        picture=table(
            "at | before | taken | left",
            [(seconds(row.at), had, row.cost, row.left) for row, had in zip(rows, before, strict=True)],
        ),
        takeaway="A bucket is never more than full: what flows in beyond that is lost.",
        slips=(
            (
                never_full,
                "So it would be if the bucket never overflowed. While nobody asks, it fills up and stays full.",
            ),
            (answer + 1, "That is what is there just before the last token is taken."),
            (burst - asks[-2][1] - 1, "Tokens flow in between the last two as well."),
        ),
    )


def bucket_most(random: Random) -> Question:
    """The most that a bucket lets through in a stretch of time."""
    rate = random.choice([2, 4, 5, 10])
    burst = random.choice([5, 8, 10, 20, 30])
    length = random.choice([2, 3, 4, 5, 6])
    taken = flood(TokenBucket(Quota(rate, S, burst)), range(0, length * S + 1, S // rate))
    most = sum(units for _, units in taken)
    return Question.of(
        "bucket_most",
        f"A token bucket holds {burst} tokens; {rate} flow in each second, evenly. How many requests of one token can"
        f" pass at most in a stretch of {length} s, if requests at its very start and at its very end both belong to"
        " it?",
        unit="requests",
        answer=most,
        picture=table("at | pass", [(seconds(at), units) for at, units in taken]) + f"\n  in all: {most}",
        takeaway="A bucket lets through its burst, and then its rate: burst + rate x time in any stretch of time.",
        slips=(
            (rate * length, "The bucket may be full at the start: what it holds comes on top."),
            (burst, "While the burst is spent, tokens flow in already."),
            (
                most - 1,
                "That would be right if the end didn't belong to the stretch. It does: one token arrives at it.",
            ),
            (most + 1, "The first token that flows in is there only after a whole interval, not at the start."),
            (max(burst, rate * length), "Both count: what the bucket holds and what flows in."),
        ),
    )


def bucket_drains(random: Random) -> Question:
    """How many requests of a fast client pass before the first is refused."""
    rate, sent = random.choice([(5, 10), (10, 20), (2, 4), (4, 5), (8, 10), (10, 15), (4, 6), (5, 20), (10, 40)])
    burst = random.choice([5, 6, 7, 8, 9, 10, 11, 16, 21])
    meter, rows = TokenBucket(Quota(rate, 60 * S // 60, burst)), []
    for i in range(10 * burst):
        at = i * S // sent
        had = burst - Fraction(meter.level(at).reset_after * rate, S)
        passes = not meter.take(at)
        rows.append((seconds(at), f"{float(had):.4g}", "passes" if passes else "refused"))
        if not passes:
            break
    passed = len(rows) - 1
    return Question.of(
        "bucket_drains",
        f"A token bucket holds {burst} tokens and is full; {rate} flow in each second, evenly. A client begins to"
        f" send {sent} requests a second, evenly spaced; each takes a token. How many requests pass before the first"
        " one is refused?",
        unit="requests",
        answer=passed,
        picture=table("at | tokens before | answer", rows),
        takeaway=(
            "A client that is too fast drains the bucket by the difference of the rates, and sees no limit until then."
        ),
        slips=(
            (burst, "While the bucket drains, tokens flow in, so more than its burst pass."),
            (
                Fraction(burst * sent, sent - rate),
                "Then the bucket would be quite empty. A request needs a whole token, so one is refused earlier.",
            ),
            (passed + 1, "That one is refused already."),
            (passed - 1, "Count the first one, at the start, as well."),
            (
                Fraction(burst * sent, rate),
                "It drains by what is sent less what flows in. That is the difference, not the rate.",
            ),
        ),
    )


def safe_burst(random: Random) -> Question:
    """The largest bucket that keeps a promise about any stretch of time."""
    period = random.choice([10, 20, 30, 60])
    refill = random.choice([1, 2, 3, 4, 5])
    promised = refill * period + random.choice([5, 10, 15, 20, 25, 40])
    burst, totals = 0, [0]
    while totals[-1] <= promised:
        burst += 1
        meter = TokenBucket(Quota(refill, S, burst))
        start = sum(units for _, units in flood(meter, [0]))
        totals.append(start + sum(units for _, units in flood(meter, range(S // 10, period * S + 1, S // 10))))
    burst -= 1
    rows = [
        (size, size, refill * period, totals[size], "kept" if totals[size] <= promised else "broken")
        for size in (burst, burst + 1)
    ]
    return Question.of(
        "safe_burst",
        f"You have promised a partner: never more than {promised} requests in any {period} s, both ends included. You"
        f" send through a token bucket that refills at {refill} a second. How many tokens may it hold at most?",
        unit="tokens",
        answer=burst,
        picture=table(f"bucket | at once | in the next {period} s | in all | promise", rows),
        takeaway=(
            "For a bound on every stretch, burst and refill share it: burst + rate x time must not exceed the promise."
        ),
        slips=(
            (promised, "After that burst the refill goes on, and breaks the promise before the stretch is over."),
            (
                refill * period,
                "That is what flows in during the stretch. The bucket may hold what is left of the promise.",
            ),
            (refill, "It may hold more than a second's worth. The promise is about a longer stretch."),
            (burst + 1, "Both ends belong to the stretch, so all that flows in during it can be sent in it."),
            (promised - refill, "Count what flows in during the whole stretch, not in one second."),
        ),
    )


def gcra_burst(random: Random) -> Question:
    """What passes at once by an interval and a tolerance."""
    interval = random.choice([50, 100, 200, 250, 500])
    burst = random.choice([3, 4, 5, 6, 8, 11])
    tolerance = (burst - 1) * interval + random.choice([0, 0, interval // 2])
    arrival = 0
    rows: list[tuple[int, str, str]] = []
    while not rows or rows[-1][-1] == "passes":
        ahead = arrival
        passes = ahead <= tolerance
        arrival += interval if passes else 0
        rows.append((len(rows) + 1, f"{ahead} ms", "passes" if passes else "refused"))
    passed = len(rows) - 1
    return Question.of(
        "gcra_burst",
        "GCRA keeps one time for each client, its TAT (theoretical arrival time). A request passes if TAT is no more"
        " than the tolerance ahead of now; then TAT becomes max(TAT, now) plus the interval. The interval is"
        f" {interval} ms, the tolerance {tolerance} ms. After a long silence a client sends many requests at the same"
        " moment. How many pass?",
        unit="requests",
        answer=passed,
        picture=table("request | TAT is ahead by | answer", rows),
        takeaway="A tolerance of (b - 1) intervals is a burst of b: the first request needs no tolerance.",
        slips=(
            (tolerance // interval, "The first one needs no tolerance: for it, TAT is not ahead of now."),
            (Fraction(tolerance, interval), "The first one needs no tolerance, and the rest is rounded down."),
            (passed + 1, f"For that one TAT is {passed * interval} ms ahead, more than the tolerance."),
            (1, "The tolerance allows some to come ahead of their time."),
        ),
    )


def gcra_trace(random: Random) -> Question:
    """How many of some requests pass GCRA."""
    interval = random.choice([2, 3, 4])
    burst = random.choice([2, 3])
    passed, times = 8, [0]
    rows: list[tuple[str, ...]] = []
    while passed == 8:  # a question where all of them pass would be dull
        times, rows, meter = [0], [], GCRA(Quota(1, interval, burst))
        while len(times) < 8:
            times.append(times[-1] + random.choice([0, 0, 1, 1, 2, interval + 1]))
        for at in times:
            ahead = meter.level(at).reset_after
            rows.append((f"{at} s", f"{ahead} s", f"{ahead + interval} s", "refused" if meter.take(at) else "passes"))
        passed = sum(row[-1] == "passes" for row in rows)
    listed = ", ".join(map(str, times[:-1])) + f" and {times[-1]} s"
    window = FixedWindow(Quota(burst, interval * burst))
    return Question.of(
        "gcra_trace",
        f"GCRA allows one request every {interval} s, and a burst of {burst}. It keeps one time, TAT, at first 0 s. A"
        f" request passes if max(TAT, now) + {interval} s is at most {interval * burst} s ahead of now; then that sum"
        f" becomes the new TAT. A refused request changes nothing. Requests arrive at {listed}. How many requests"
        " pass?",
        unit="requests",
        answer=passed,
        picture=table(f"at | TAT is ahead by | with {interval} s more | answer", rows),
        takeaway="GCRA decides as a token bucket does, but keeps one number: when the bucket will be full again.",
        slips=(
            (
                sum(not window.take(at) for at in times),
                f"That many pass a fixed window of {burst} in {interval * burst} s.",
            ),
            (len(times), "For some, TAT is still too far ahead."),
            (passed + 1, "That is one too many. Look again at how far TAT is ahead before each request."),
            (passed - 1, "That is one too few. Being exactly at the bound is enough."),
            (burst, "TAT is less far ahead as time goes by, so more than the burst pass."),
        ),
    )
