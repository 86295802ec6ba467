"""Several limits at once."""

from random import Random

from katas.interview.numbers.picture import table
from katas.interview.numbers.question import Question
from ratelimit import Quota
from ratelimit.algorithms import FixedWindow, SlidingLog

S = 1000


def which_binds(random: Random) -> Question:
    """When the longer of two limits refuses for the first time."""
    fast = random.choice([2, 4, 5, 10])
    slow = fast * random.choice([10, 12, 15, 20, 25, 30]) + random.choice([0, 0, 1])
    rows, then = _two_windows(fast, slow, 60)
    whole = slow // fast
    return Question.of(
        "which_binds",
        f"Two fixed windows apply at once: {fast} requests a second and {slow} a minute, both on the grid. A request"
        " must fit into both, and counts in both if it passes; a refused one counts in neither. From 0 s on, a"
        " client sends as many as the limit for a second allows, at the start of each second. At what time, in seconds,"
        " is a request first refused because of the minute's limit?",
        unit="s",
        answer=then,
        picture=table("second | pass | left of the minute", rows[: then + 3]),
        takeaway="Under a flood the shorter limit sets the speed, and the longer one ends it after limit / speed.",
        slips=(
            (60, f"{slow} a minute are used up long before the minute is over."),
            (
                whole + 1,
                "Seconds begin at 0: the first batch passes at 0 s."
                if slow % fast == 0
                else f"At {whole} s the minute has room for {slow % fast} of the {fast}.",
            ),
            (whole - 1, f"In second {whole - 1} all {fast} still fit into the minute."),
            (slow, f"{fast} pass each second, not one."),
            (60 - whole, "That is for how long the client is refused until the minute is over."),
        ),
    )


def two_limits(random: Random) -> Question:
    """What a client gets in some minutes from two limits at once."""
    fast = random.choice([2, 5, 10])
    slow = fast * random.choice([10, 12, 15, 20, 30])
    over = random.choice([3, 5, 6, 10])
    minutes = random.choice([2, 3, 4])
    total = 60 * minutes + over
    rows, _ = _two_windows(fast, slow, total)
    passed = sum(row[1] for row in rows)
    shown = [
        (f"minute {minute}", sum(row[1] for row in rows[60 * minute : 60 * minute + 60]))
        for minute in range(minutes + 1)
    ]
    return Question.of(
        "two_limits",
        f"Two fixed windows apply at once: {fast} requests a second and {slow} a minute, both on the grid. A request"
        " must fit into both; a refused one counts in neither. A client sends as many as it can, all the time. How"
        f" many of its requests pass from 0 s to just before {total} s?",
        unit="requests",
        answer=passed,
        picture=table("when | pass", shown) + f"\n  the last one is {over} s long; in all: {passed}",
        takeaway="Of several limits, the one that allows least in the time in question binds: look at each time apart.",
        slips=(
            (fast * total, f"After {slow // fast} s of each minute the limit a minute refuses."),
            (slow * minutes, f"{over} s of the next minute belong to it as well."),
            (slow * (minutes + 1), f"In the last {over} s no more than {fast} a second can pass."),
            (
                slow * minutes + slow * over // 60,
                f"In the last {over} s it gets {fast} a second: the minute has just begun.",
            ),
        ),
    )


def group_left(random: Random) -> Question:
    """What is left of a group's limit, by whether it counts what another limit refuses."""
    group = random.choice([10, 12, 15, 20])
    special = random.choice([2, 3, 4])
    calls = special + random.randint(2, 4)
    counts = random.random() < 0.5
    outer, inner, rows = FixedWindow(Quota(group, 60)), FixedWindow(Quota(special, 60)), []
    for call in range(1, calls + 1):
        allowed = inner.level(0).remaining > 0 and outer.level(0).remaining > 0
        if allowed:
            inner.take(0)
        if allowed or counts:
            outer.take(0)
        rows.append((call, "passes" if allowed else "refused", inner.level(0).remaining, outer.level(0).remaining))
    left = outer.level(0).remaining
    rule = (
        "Every limit counts every call that it applies to, also one that another limit refuses."
        if counts
        else "A call must fit into all limits that apply to it, and is counted in all of them or in none."
    )
    return Question.of(
        "group_left",
        f"All calls of a client together are limited to {group} a minute, and its searches also to {special} a"
        f" minute. {rule} In a new minute the client makes {calls} searches. How many other calls can it still make"
        " in this minute?",
        unit="calls",
        answer=left,
        picture=table("search | answer | searches left | all calls left", rows),
        takeaway="Ask whether a refused call costs the other limits something. Both rules are in use.",
        slips=(
            (
                group - special,
                "That would be right if refused searches were free. Here the limit for all calls counts them.",
            ),
            (group - calls, "That would be right if refused searches were counted. Here they are free."),
            (group, "A search is a call as well, and counts in both limits."),
            (0, "Only searches are used up. Other calls have the larger limit."),
        ),
    )


def plans(random: Random) -> Question:
    """What remains right after a customer gets a larger limit."""
    small = random.choice([100, 200, 500])
    large = small * random.choice([2, 5, 10])
    spent = random.randrange(small // 2, small, small // 20)
    before, after = SlidingLog(Quota(small, 3600)), SlidingLog(Quota(large, 3600))
    for meter in (before, after):
        meter.take(0, spent)
    left = after.level(60).remaining
    return Question.of(
        "plans",
        f"A customer may make {small} calls an hour (sliding log), and has made {spent} of them in the last few"
        f" minutes. Now the customer buys a plan with {large:,} an hour. What was spent counts in the new plan, too."
        " How many calls can the customer make right now?",
        unit="calls",
        answer=left,
        picture=table(
            "plan | limit | spent | left",
            [("old", small, spent, before.level(60).remaining), ("new", large, spent, left)],
        ),
        takeaway="Keep what was spent, not what is left: then a change of plan neither gives calls away nor takes any.",
        slips=(
            (large, "What was spent still counts."),
            (small - spent, "That is what was left of the old plan."),
            (large - small + spent, "What was spent is taken from the new limit."),
            (
                (small - spent) * large // small,
                "What is left doesn't grow in proportion. What was spent stays what it was.",
            ),
        ),
    )


def _two_windows(fast: int, slow: int, total: int) -> tuple[list[tuple[str, int, int]], int]:
    """What passes in each second, and the first one in which the minute refuses."""
    minute, rows, then = FixedWindow(Quota(slow, 60 * S)), [], -1
    for second in range(total):
        inner, passed = FixedWindow(Quota(fast, S)), 0
        while not inner.take(second * S):
            if minute.take(second * S):
                then = second if then < 0 else then
                break
            passed += 1
        rows.append((f"{second} s", passed, minute.level(second * S).remaining))
    return rows, then
