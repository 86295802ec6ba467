"""Fixed windows and the sliding log."""

from collections.abc import Callable, Sequence
from random import Random

from katas.interview.numbers.picture import table
from katas.interview.numbers.question import Question
from katas.interview.numbers.replay import flood, granted, replay
from ratelimit import Quota
from ratelimit.algorithms import FixedWindow, SlidingLog


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
    windows = [(at, units, at // period * period) for at, units in taken]
    return Question.of(
        "window_edge",
        f"A fixed window allows {limit} requests in each {period} s. Windows lie on the grid: they start at 0 s,"
        f" {period} s, {2 * period} s and so on. Now look at any stretch of time that is {period} s long, wherever it"
        " starts. How many requests can pass in it at most?",
        unit="requests",
        answer=most,
        picture=table(
            "at | pass | window", [(f"{at} s", units, f"{begin} to {begin + period} s") for at, units, begin in windows]
        )
        + f"\n  from {start} s to just before {start + period} s: {most} requests",
        takeaway="A fixed window bounds each window, not each stretch of time. Around an edge, twice the limit passes.",
        slips=(
            (limit, "That bounds each window on the grid. A stretch that crosses an edge takes from two of them."),
            (
                2 * limit - 1,
                "That is the most of a sliding window counter. Here the window before doesn't count at all.",
            ),
            (2 * limit + 1, "The stretch touches two windows, and each gives no more than its limit."),
            (3 * limit, "A stretch of one period touches two windows, not three."),
        ),
    )


def log_wait(random: Random) -> Question:
    """The wait for a unit or two in a sliding log."""
    limit = random.randint(3, 5)
    period = random.choice([10, 20, 30, 60])
    cost = random.choice([1, 2, 2])
    times = sorted(random.sample(range(1, period - 1), limit))
    now = random.randint(times[-1] + 1, period)
    answer = replay(SlidingLog(Quota(limit, period)), [*((at, 1) for at in times), (now, cost)])[-1].wait
    ends = times[cost - 1] + period
    wants = "one more" if cost == 1 else f"{cost} at once, all or nothing"
    return Question.of(
        "log_wait",
        f"A sliding log allows {limit} requests in any {period} s. A request counts until it is {period} s old: at"
        f" exactly that age it counts no more. Requests passed at {', '.join(map(str, times[:-1]))} and {times[-1]}"
        f" s. At {now} s a client asks for {wants}, and is refused. How many seconds must it wait?",
        unit="s",
        answer=answer,
        picture=table(
            "passed at | counts until",
            [(f"{at} s", f"{at + period} s{' <' if at + period == ends else '  '}") for at in times],
        )
        + f"\n  asked at {now} s, room at {ends} s: {answer} s to wait",
        takeaway="In a full log, the wait for c requests ends when the c-th oldest leaves.",
        slips=(
            (times[0] + period - now, "By then only the oldest has left, and there is room for one."),
            (ends, "That is the moment when it passes. The wait is what is left until then."),
            (answer + 1, "A request that is exactly as old as the period counts no more. There is nothing to add."),
            (times[-1] + period - now, "Not all of them have to leave first."),
            (period, "It would be that if they had all passed just now."),
            (period - now, "The period doesn't end on the grid. It reaches back from the moment of asking."),
        ),
    )


def requests_that_pass(random: Random) -> Question:
    """How many of a steady client's requests pass, by windows on the grid or from the first request."""
    limit, period, gap = random.choice([(2, 10, 3), (3, 10, 2), (2, 12, 4), (3, 12, 3), (4, 15, 3), (3, 20, 5)])
    first = random.randint(period // 2, period - 1)
    times = [first + i * gap for i in range(random.randint(8, 12))]
    ways: dict[str, Callable[[int, int, Sequence[int]], list[int]]] = {"grid": _on_the_grid, "first": _from_the_first}
    kind, other = random.sample(list(ways), 2)
    rows = list(zip(times, ways[kind](limit, period, times), strict=True))
    answer = _passed([start for _, start in rows])
    log = granted(replay(SlidingLog(Quota(limit, period)), [(at, 1) for at in times]))
    rules = {
        "grid": f"Windows lie on the grid: they start at 0 s, {period} s, {2 * period} s and so on.",
        "first": "A window starts with a request, and the next one with the first request after that window has ended.",
    }
    return Question.of(
        "requests_that_pass",
        f"A window allows {limit} requests in {period} s. {rules[kind]} A request {period} s after a window's start"
        f" belongs to the next one. Refused requests don't count. A client sends one request every {gap} s: the first"
        f" at {first} s, the last at {times[-1]} s, {len(times)} in all. How many of them pass?",
        unit="requests",
        answer=answer,
        picture=table(
            "at | window from | answer",
            [(f"{at} s", f"{abs(start) - 1} s", "passes" if start > 0 else "refused") for at, start in rows],
        ),
        takeaway=(
            "Ask where a window starts: on the grid, or with the first request. The same traffic fares differently."
        ),
        slips=(
            (
                _passed(ways[other](limit, period, times)),
                "That many pass if windows "
                + ("start with the first request." if kind == "grid" else "lie on the grid."),
            ),
            (log, "That many pass a sliding log."),
            (answer + 1, "That is one too many. Look again at those around each edge."),
            (answer - 1, "That is one too few. A request on an edge belongs to the window that starts there."),
            (limit, "That is what one window allows. The requests touch several."),
            (len(times), "They come faster than the limit allows, so some are refused."),
        ),
    )


def counter_cells(random: Random) -> Question:
    """When a request falls out of a sliding window that is kept in a few counters."""
    cells, width = random.choice([(6, 10), (5, 12), (4, 15), (3, 20), (6, 5), (5, 2), (4, 5)])
    limit = random.choice([5, 10, 20, 50])
    period = cells * width
    now = random.randrange(width, 2 * width) if random.random() < 0.5 else random.randrange(1, width)
    counts = {now // width: limit}
    then = now
    while sum(counts.get(then // width - back, 0) for back in range(cells)) >= limit:
        then += 1
    return Question.of(
        "counter_cells",
        f"A limiter allows {limit} requests in {period} s. It keeps them in counters of {width} s each, on the grid"
        f" (0 to {width} s, {width} to {2 * width} s and so on), and adds up {cells} of them: the one that the"
        f" present moment is in, and the {cells - 1} before it. At {now} s the first {limit} requests arrive, and"
        " pass. At what time, in seconds, can the next one pass?",
        unit="s",
        answer=then,
        picture=table(
            "now | counters in the sum | in the sum",
            [
                (f"{at} s", f"{max(0, at // width - cells + 1) * width} to {at // width * width + width} s", count)
                for at, count in [(now, limit), (then - 1, limit), (then, 0)]
            ],
        ),
        takeaway="Coarse counters drop what they hold at once: a request counts for a period less up to one counter,"
        f" here for {period - width} to {period} seconds.",
        slips=(
            (
                now + period,
                "A sliding log would say so. Here a counter is dropped as a whole, once its start is a period ago.",
            ),
            (period, "Count from the start of the counter that holds the requests."),
            (then + width, f"The sum has {cells} counters, and the present one is one of them."),
            (then - now, "That is the wait. The question is for the moment."),
        ),
    )


def _on_the_grid(limit: int, period: int, times: Sequence[int]) -> list[int]:
    """For each time its window's start, plus one; negative if the request is refused."""
    meter = FixedWindow(Quota(limit, period))
    return [(at // period * period + 1) * (-1 if meter.take(at) else 1) for at in times]


def _from_the_first(limit: int, period: int, times: Sequence[int]) -> list[int]:
    """The same for windows that start with a request."""
    start, count, starts = times[0], 0, []
    for at in times:
        if at - start >= period:
            start, count = at, 0
        passes = count < limit
        count += passes
        starts.append((start + 1) * (1 if passes else -1))
    return starts


def _passed(starts: Sequence[int]) -> int:
    return sum(start > 0 for start in starts)
