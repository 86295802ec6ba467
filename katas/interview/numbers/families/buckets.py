"""What is in a token bucket."""

from random import Random

from katas.interview.numbers.picture import table
from katas.interview.numbers.question import Question
from katas.interview.numbers.replay import replay, seconds
from ratelimit import Quota
from ratelimit.algorithms import TokenBucket

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
        f"A token bucket holds {burst} tokens and is full at 0 s. Each second {rate} {'flows' if rate == 1 else 'flow'} in,"
        f" evenly. These are taken, and all are granted: {listed}, and {asks[-1][1]} at {seconds(asks[-1][0])}."
        " How many tokens are left after the last?",
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
            (answer - rate, "The tokens that came back in the last second are missing."),
            (burst - asks[-2][1] - 1, "Tokens flow in between the last two as well."),
        ),
    )
