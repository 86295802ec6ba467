"""The sliding window counter."""

from fractions import Fraction
from random import Random

from katas.interview.numbers.amount import digits
from katas.interview.numbers.picture import table
from katas.interview.numbers.question import Question
from katas.interview.numbers.replay import flood, replay, seconds
from ratelimit import Quota
from ratelimit.algorithms import FixedWindow, SlidingWindowCounter

S = 1000


def counter_left(random: Random) -> Question:
    """How many more pass right now."""
    period = 60
    into = random.choice([6, 12, 15, 18, 20, 24, 30, 36, 40, 42, 45, 48])
    limit = random.choice([20, 40, 50, 60, 80, 100])
    last = random.randrange(limit // 2, limit + 1, 2 if limit < 50 else 5)
    weight = Fraction(period - into, period)
    now = random.randint(1, max(1, int(limit - last * weight) // 2))
    meter = SlidingWindowCounter(Quota(limit, period))
    rows = replay(meter, [(0, last), (period + into, now)])
    estimate = last * weight + now
    wrong_way = last * (1 - weight) + now
    return Question.of(
        "counter_left",
        f"A sliding window counter allows {limit} requests a minute. {last} passed in the last full minute of the"
        f" clock, {now} so far in this one, which is {into} s old. It estimates the use of the last 60 s from these two"
        " counts, as if those of the minute before had been spread evenly. A request passes if the estimate with it,"
        " not rounded, is at most the limit. How many requests can still pass right now?",
        unit="requests",
        answer=rows[-1].left,
        picture=table(
            "minute | count | share that counts | use",
            [
                ("last", last, f"{period - into}/60", digits(last * weight)),
                ("this", now, "all", now),
                ("estimate", "", "", digits(estimate)),
            ],
        )
        + f"\n  {limit} - {digits(estimate)} = {digits(limit - estimate)}: {rows[-1].left} can pass",
        takeaway="The window before counts by the share of it that the last period still covers: it shrinks with time.",
        slips=(
            (limit - now, "A fixed window says so. This one weighs in the minute before."),
            (max(0, limit - last - now), "Only a share of the minute before counts: what the last 60 s still cover."),
            (
                int(limit - wrong_way),
                f"The share that counts is what is left of it, {period - into}/60, not {into}/60.",
            ),
            (rows[-1].left + 1, "What is left is rounded down: a part of a request can't pass."),
            (int(limit - last * weight), f"The {now} of this minute count as well."),
        ),
    )


def counter_idle(random: Random) -> Question:
    """How long an idle client is still refused in the next window."""
    limit = random.choice([10, 12, 15, 20, 24, 30, 40, 50, 60, 100, 120])
    period = random.choice([60, 60, 30])
    meter = SlidingWindowCounter(Quota(limit, period * S))
    asks = [(0, limit), (period * S, 1)]
    wait = replay(meter, asks)[-1].wait
    end = period * S + wait
    then = replay(SlidingWindowCounter(Quota(limit, period * S)), [*asks, (end - 1, 1), (end, 1)])
    estimates = [0, *(limit * (2 * period * S - row.at) / (period * S) for row in then[1:])]
    return Question.of(
        "counter_idle",
        f"A sliding window counter allows {limit} requests in {period} s, in windows on the grid. It lets a request"
        " pass if the estimate with it is no more than the limit; the window before counts by the share of it that the"
        f" last {period} s still cover. At 0 s {limit} requests pass, then nobody asks any more. How many seconds"
        f" after the start of the next window (at {period} s) can a request pass?",
        unit="s",
        answer=Fraction(wait, S),
        picture=table(
            "at | estimate without it | answer",
            [(seconds(row.at), f"{share:.6g}", row.said) for row, share in zip(then, estimates, strict=True)],
        ),
        takeaway=("The counter thinks that the window before was used evenly, so a new window is not free yet."),
        slips=(
            (0, "A fixed window is free at its start. Here all of the window before still counts at that moment."),
            (period, "One request's worth of the estimate has to go, not all of it."),
            (Fraction(period, 2), "One request's worth of the estimate has to go, not half of it."),
            (
                Fraction(period * S + wait, S),
                "That is the moment. The question is for the time since the window's start.",
            ),
            (Fraction(period, limit - 1) if limit > 1 else 0, "All of them fade evenly, over the whole window."),
        ),
    )


def counter_edge(random: Random) -> Question:
    """How many pass around an edge: the last moment of one window and the start of the next."""
    limit = random.choice([10, 20, 30, 40, 50, 60, 100])
    period = random.choice([10, 20, 60])
    into = random.choice([Fraction(1, 10), Fraction(1, 5), Fraction(1, 4), Fraction(1, 2), Fraction(3, 10)])
    times = [period * S - 1, *(period * S + int(into * period * S * step / 5) for step in range(6))]
    taken = flood(SlidingWindowCounter(Quota(limit, period * S)), times)
    fixed = sum(units for _, units in flood(FixedWindow(Quota(limit, period * S)), times))
    total = sum(units for _, units in taken)
    second = int(into * period * S)
    return Question.of(
        "counter_edge",
        f"A sliding window counter allows {limit} requests in {period} s, in windows on the grid. It lets a request"
        " pass if the estimate with it is no more than the limit; the window before counts by the share of it that the"
        f" last {period} s still cover. A client sends nothing until the last millisecond before {period} s, and from"
        f" then on as much as it can. How many of its requests have passed by {seconds(period * S + second)}, that"
        f" is, {seconds(second)} into the next window?",
        unit="requests",
        answer=total,
        picture=table("by | pass", [(seconds(at), units) for at, units in taken]) + f"\n  in all: {total}",
        takeaway="After a full window the next one opens evenly, at the limit's own rate. No second burst at the edge.",
        slips=(
            (fixed, "A fixed window would let those pass: it forgets the window before at the edge."),
            (limit, "A sliding log would say so. The counter frees some of the requests of the window before already."),
            (total - limit, f"That many pass after the edge. The {limit} just before it are to be counted, too."),
            (total + 1, "A part of a request can't pass: round down."),
        ),
    )


def counter_most(random: Random) -> Question:
    """The most that a sliding window counter lets through in any time as long as a window."""
    limit = random.randint(3, 12)
    period = random.choice([10, 20, 60])
    ticks = period * S
    most, start, taken = 0, 0, [(0, 0)]
    for first in (0, ticks // 2, ticks - 1):
        edges = (ticks - -ticks * step // limit for step in range(1, limit))
        times = sorted({first, ticks, *(at for at in edges if first <= at < first + ticks), first + ticks - 1})
        now = flood(SlidingWindowCounter(Quota(limit, ticks)), times)
        passed = sum(units for _, units in now)
        if passed > most:
            most, start, taken = passed, first, now
    return Question.of(
        "counter_most",
        f"A sliding window counter allows {limit} requests in {period} s, in windows on the grid. It lets a request"
        " pass if the estimate with it is no more than the limit; the window before counts by the share of it that the"
        f" last {period} s still cover. How many requests can pass at most in any stretch of {period} s (its start"
        " included, its end not), wherever it starts?",
        unit="requests",
        answer=most,
        picture=table("at | pass", [(seconds(at), units) for at, units in taken if units])
        + f"\n  from {seconds(start)} to just before {seconds(start + ticks)}: {most}",
        takeaway="The estimate is wrong when traffic was uneven: in the worst case nearly twice the limit passes.",
        slips=(
            (limit, "The estimate is right only if traffic was even. A burst at a window's end is underrated later."),
            (2 * limit, "Nearly. The last one would pass only when the whole next window is over."),
            (2 * limit + 1, "That is more than a fixed window lets through."),
            (limit + limit // 2, "Go on to the end of the stretch: the window before counts less and less."),
        ),
    )
