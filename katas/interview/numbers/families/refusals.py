"""Refused requests that count, and clients that are blocked."""

from collections.abc import Sequence
from random import Random

from katas.interview.numbers.picture import table
from katas.interview.numbers.question import Question
from katas.interview.numbers.replay import granted, replay
from ratelimit import Quota
from ratelimit.algorithms import SlidingLog


def steady_refusals(random: Random) -> Question:
    """How many requests of a client that never stops pass, if refused ones count."""
    gap = random.choice([2, 3, 4, 5])
    each = 60 // gap
    limit = random.randint(each // 2, each - 2)
    minutes = random.choice([3, 5, 10])
    times = range(0, minutes * 60, gap)
    answers = _counting(limit, 60, times)
    free = granted(replay(SlidingLog(Quota(limit, 60)), [(at, 1) for at in times]))
    return Question.of(
        "steady_refusals",
        f"A sliding log allows {limit} requests in any 60 s, and refused requests count as well. A client sends one"
        f" request every {gap} s ({each} a minute), from 0 s on, and never slows down. How many of its requests pass in"
        f" the first {minutes} minutes?",
        unit="requests",
        answer=sum(answers),
        picture=table(
            "at | in the last 60 s | answer",
            [
                (f"{at} s", min(i, each - 1), "passes" if passes else "refused")
                for i, (at, passes) in enumerate(zip(times, answers, strict=True))
            ],
        ),
        takeaway="Where refused requests count, a client that is always a little too fast gets nothing more, ever.",
        slips=(
            (free, "That many pass if only those that pass count."),
            (len(times), "The client sends that many, but faster than the limit allows."),
            (0, "The first ones pass: nothing is in the log yet."),
            (sum(answers) + 1, "A request is refused if the log holds as many as the limit before it."),
        ),
    )


def silence(random: Random) -> Question:
    """How long a client must be silent, if refused requests count."""
    limit = random.randint(2, 4)
    period = random.choice([10, 20, 30])
    tries = limit + random.randint(2, 5)
    times = list(range(tries))
    then = times[-1] + 1
    while not _counting(limit, period, [*times, then])[-1]:
        then += 1
    log = [(at, 1) for at in times]
    free = times[-1] + replay(SlidingLog(Quota(limit, period)), [*log, (times[-1], 1)])[-1].wait
    return Question.of(
        "silence",
        f"A sliding log allows {limit} requests in any {period} s, and refused requests count as well. A request"
        f" counts until it is {period} s old: at exactly that age it counts no more. A client tries at 0, 1, 2 ..."
        f" {times[-1]} s, once each second, and then is silent. At what time, in seconds, would a request pass again"
        " at the earliest?",
        unit="s",
        answer=then,
        picture=table(
            "sent at | answer | counts until",
            [
                (
                    f"{at} s",
                    "passes" if passes else "refused",
                    f"{at + period} s{' <' if at + period == then else '  '}",
                )
                for at, passes in zip(times, _counting(limit, period, times), strict=True)
            ],
        )
        + f"\n  at {then} s only {limit - 1} of them still {'counts' if limit == 2 else 'count'}",
        takeaway="Where refused requests count, each try moves the end of the wait. Tell clients when to come back.",
        slips=(
            (free, "That would be it if refused requests did not count."),
            (
                times[-1] + period,
                f"At {times[-1] + period} s all have left. It is enough that fewer than the limit still count.",
            ),
            (then - times[-1], "That is the silence after the last try. The question is for the moment."),
            (then - 1, f"At that moment {limit} still count, so one more is refused."),
            (then + 1, "At exactly the age of the period a request counts no more."),
        ),
    )


def penalty(random: Random) -> Question:
    """How many requests pass if the first one too many blocks the client."""
    limit = random.choice([4, 5, 6, 8, 10])
    block = random.choice([15, 20, 25, 30])
    total = random.choice([60, 90, 100, 120])
    rows, end, first = [], -1, 0
    for at in range(total):
        if at < end:
            continue
        if at == end:
            first = at
        if at - first == limit:
            rows.append((f"{first} to {at - 1} s", limit, f"{at} to {at + block} s"))
            end = at + block
    if total > max(end, 0):
        rows.append((f"{end} to {total - 1} s", total - end, "-"))
    passed = sum(row[1] for row in rows)
    cycle = limit + block
    return Question.of(
        "penalty",
        f"A firewall counts a client's requests in a minute that starts with the first one. {limit} pass. The next"
        f" one is refused and blocks the client for {block} s, from that moment on. All that the client sends"
        " meanwhile is refused, and doesn't make the block longer. At the end of the block the client starts afresh."
        f" It sends one request a second, at 0, 1, 2 ... {total - 1} s. How many of these {total} requests pass?",
        unit="requests",
        answer=passed,
        picture=table("pass | how many | blocked", rows) + f"\n  in all: {passed}",
        takeaway=f"The long-run rate under a block is set by the block: {limit} in every {cycle} s here.",
        slips=(
            (limit, "The block ends, and then the client starts afresh."),
            (total - block, "The client is blocked more than once."),
            (limit * -(-total // 60), "The minute of counting ends early: the block comes first."),
            (limit * (total // cycle), f"After the last whole round of {cycle} s there is time for some more."),
            (limit * -(-total // cycle), "The last round isn't a whole one."),
            (limit * (total // block), f"A round takes {cycle} s: the requests that pass take time as well."),
        ),
    )


def _counting(limit: int, period: int, times: Sequence[int]) -> list[bool]:
    """Which pass a log that holds the refused ones too."""
    return [sum(before > at - period for before in times[:i]) < limit for i, at in enumerate(times)]
