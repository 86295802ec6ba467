"""Fixed windows and the sliding log."""

from random import Random

from katas.interview.numbers.picture import table
from katas.interview.numbers.question import Question
from katas.interview.numbers.replay import flood, replay
from ratelimit import Quota
from ratelimit.algorithms import FixedWindow, SlidingLog

S = 1000


def window_edge(random: Random) -> Question:
    """The most that a fixed window lets through in any time as long as a window."""
    limit = random.choice([5, 10, 20, 25, 40, 50, 100, 150])
    period = random.choice([10, 15, 20, 30, 60])
    most, start, taken = 0, 0, [(0, 0)]
    for first in range(period):
        now = flood(FixedWindow(Quota(limit, period)), range(first, first + period))
        passed = sum(units for _, units in now)
        if passed > most:
            most, start, taken = passed, first, [row for row in now if row[1]]
    return Question.of(
        "window_edge",
        f"A fixed window allows {limit} requests in each {period} s. Windows lie on the grid: they start at 0 s,"
        f" {period} s, {2 * period} s and so on. Look at any stretch of time that is {period} s long, wherever it"
        " starts. What is the largest number of requests that can pass in it?",
        unit="requests",
        answer=most,
        picture=table(
            "at | pass | window",
            [
                (f"{at} s", units, f"{at // period * period} to {at // period * period + period} s")
                for at, units in taken
            ],
        )
        + f"\n  from {start} s to {start + period} s: {most} requests",
        takeaway="A fixed window bounds each window, not each stretch of time: around an edge twice the limit passes.",
        slips=(
            (limit, "That bounds each window on the grid; a stretch that crosses an edge takes from two of them."),
            (2 * limit - 1, "That is the most of a sliding window counter. Nothing of the last window counts here."),
            (2 * limit + 1, "A stretch of one period touches two windows, and each gives its limit at most."),
            (3 * limit, "Three windows are touched only if clocks differ, or if the stretch is longer than a window."),
        ),
    )


def log_wait(random: Random) -> Question:
    """The wait for two units in a sliding log."""
    limit = random.randint(3, 5)
    period = random.choice([10, 20, 30, 60])
    cost = random.choice([1, 2, 2])
    times = sorted(random.sample(range(1, period - 1), limit))
    now = random.randint(times[-1] + 1, period)
    rows = replay(SlidingLog(Quota(limit, period * S)), [(at * S, 1) for at in times] + [(now * S, cost)])
    answer = rows[-1].wait // S
    oldest = times[cost - 1]
    listed = ", ".join(map(str, times[:-1])) + f" and {times[-1]} s"
    wants = "one more unit" if cost == 1 else f"{cost} units at once"
    return Question.of(
        "log_wait",
        f"A sliding log allows {limit} requests in any {period} s. A request counts until it is exactly {period} s old;"
        f" from then on it counts no more. Requests passed at {listed}. At {now} s somebody asks for {wants}, and is"
        " refused. How many seconds must they wait?",
        unit="s",
        answer=answer,
        picture=table(
            "passed at | counts until",
            [(f"{at} s", f"{at + period} s" + (" <-- room" if at == oldest else "")) for at in times],
        )
        + f"\n  asked at {now} s; {cost} must have left: {oldest + period} - {now} = {answer} s",
        takeaway="In a log, the wait for c units ends when the c-th oldest that stands in the way leaves.",
        slips=(
            (times[0] + period - now, "By then only the oldest has left; the request needs room for two."),
            (oldest + period, "That is the moment, not the wait: take the present time away."),
            (answer + 1, "At an age of exactly the period a request counts no more: there is nothing to add."),
            (times[-1] + period - now, "You need not wait for the newest to leave."),
            (period, "That would be the wait if all of them had passed just now."),
            (period - now, "The window doesn't end on the grid. It reaches back from the moment of asking."),
        ),
    )
