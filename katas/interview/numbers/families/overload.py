"""Concurrency, queues and retries."""

from collections import deque
from fractions import Fraction
from random import Random

from katas.interview.numbers.amount import digits
from katas.interview.numbers.picture import table
from katas.interview.numbers.question import Question
from katas.interview.numbers.replay import seconds

S = 1000


def permits(random: Random) -> Question:
    """How many requests are in flight, or how many pass, by Little's law."""
    latency = random.choice([100, 200, 250, 500])
    rate = random.choice([20, 40, 80, 100, 200])
    slower = latency * random.choice([2, 4, 5])
    count = _in_flight(rate, latency)
    done = _done(count, slower)
    return Question.of(
        "permits",
        f"A service answers {rate} requests a second, each in {latency} ms. It has just enough permits for that: a"
        f" request holds one until it is answered. Now the database gets slow, and each takes {slower} ms. The number"
        " of permits stays as it is, and there are always requests waiting. How many requests a second does the"
        " service answer now?",
        unit="requests/s",
        answer=done,
        picture=table(
            " | permits | each holds one for | answered in 1 s",
            [("before", count, f"{latency} ms", rate), ("now", count, f"{slower} ms", done)],
        ),
        takeaway="In flight = rate x latency. With a fixed number of permits, latency sets the rate.",
        slips=(
            (rate, "Each permit is held longer now, so it serves fewer requests."),
            (count, "That is the number of permits: rate x latency."),
            (rate * slower // latency, "Slower requests make the rate smaller, not larger."),
            (rate - count, "The permits don't come off the rate. Each gives 1 / latency requests a second."),
            (rate * slower // S, "That many permits would be needed for the old rate."),
        ),
    )


def retries(random: Random) -> Question:
    """What retries add to an overload."""
    percent = random.choice([50, 50, 80, 90, 20, 10])
    tries = random.choice([2, 3])
    calls = random.choice([800, 1600, 4000] if percent == 50 else [1000, 2000, 10_000])
    waves = [Fraction(calls)]
    for _ in range(tries):
        waves.append(waves[-1] * percent / 100)
    total = sum(waves, Fraction(0))
    return Question.of(
        "retries",
        f"A service refuses {percent} % of all requests, whatever they are. Clients make {calls:,} calls. A call that"
        f" is refused is tried again immediately, with up to {tries} retries after the first try. How many requests"
        " does the service get on average for these calls?",
        unit="requests",
        answer=total,
        picture=table(
            "try | requests | refused",
            [
                ("first" if i == 0 else f"retry {i}", digits(wave), digits(wave * percent / 100))
                for i, wave in enumerate(waves)
            ],
        )
        + f"\n  in all: {digits(total)}",
        takeaway=(
            "Blind retries multiply the load just when there is too much of it: 1 + p + p^2 + ..."
            " for a share of p refused."
        ),
        slips=(
            (calls * (tries + 1), f"Only those that are refused are tried again: {percent} % each time."),
            (calls + Fraction(tries * calls * percent, 100), "Each retry has fewer requests than the one before."),
            (total - waves[-1], f"There are {tries} retries after the first try."),
            (total - calls, "That is what the retries add. The first tries count, too."),
            (total + waves[-1] * percent / 100, f"There are {tries} retries, then the client gives up."),
            (calls, "The service gets the retries as well."),
        ),
    )


def permit_leak(random: Random) -> Question:
    """When a leak has used up all permits."""
    count = random.choice([5, 8, 10, 20, 50])
    each = random.choice([20, 50, 100, 200])
    rate = random.choice([10, 20, 50])
    left, requests, rows = count, 0, []
    while left:
        requests += 1
        if requests % each == 0:
            left -= 1
            rows.append((f"{requests:,}", left))
    answer = Fraction(requests, rate)
    return Question.of(
        "permit_leak",
        f"At most {count} requests may be in flight: each takes a permit and gives it back. A bug loses the permit"
        f" when a client hangs up, as every {each}th does. There are {rate} requests a second, evenly spaced, the"
        f" first at {seconds(S // rate)}, and they are fast. At what time, in seconds, is no permit left, so that the"
        " service answers nobody any more?",
        unit="s",
        answer=answer,
        picture=table("request | permits left", rows)
        + f"\n  {requests:,} requests at {rate} a second: {seconds(answer * S)}",
        takeaway=(
            "A leak of permits stops a service for good, however slow it is. Give a permit back whatever happens."
        ),
        slips=(
            (requests, f"After that many requests no permit is left. There are {rate} of them a second."),
            (Fraction(each, rate), "By then one permit is lost."),
            (Fraction(each * (count - 1), rate), "One permit is left then, and one is enough to go on."),
            (Fraction(each, rate * count), "More permits last longer, not shorter."),
        ),
    )


def drain(random: Random) -> Question:
    """How long a backlog lasts."""
    served, arrive = random.choice([(50, 40), (100, 80), (60, 50), (120, 100), (25, 20), (200, 150), (40, 30)])
    down = random.choice([1, 2, 3, 5])
    backlog = arrive * 60 * down
    waiting, minutes, rows = backlog, 0, []
    while waiting > 0:
        rows.append((f"{minutes} min", f"{waiting:,}"))
        minutes += 1
        waiting += 60 * (arrive - served)
    rows.append((f"{minutes} min", "0"))
    answer = Fraction(backlog, 60 * (served - arrive))
    return Question.of(
        "drain",
        f"{arrive} jobs a second arrive, and a worker pool can do {served} a second. The pool stands still for {down}"
        " min, while jobs go on arriving into a queue; then it works at full speed. How many minutes after that is"
        " the queue empty?",
        unit="min",
        answer=answer,
        picture=table("after | waiting", rows),
        takeaway="A backlog drains at the spare capacity, not at the capacity. With little to spare it lasts long.",
        slips=(
            (Fraction(arrive * down, served), "Jobs go on arriving while the queue drains."),
            (down, "It drains at the difference of the two rates, which isn't the rate at which it grew."),
            (answer + down, "That counts the stand-still, too. The question is for the time after it."),
        ),
    )


def sawtooth(random: Random) -> Question:
    """The mean of a limit that is raised by one and cut by a share."""
    percent = random.choice([50, 75, 80, 90])
    capacity = random.choice([20, 40, 60, 80, 100, 120, 160, 200])
    low = capacity * percent // 100
    limit = low
    history: list[int] = []
    while len(history) < 3 * (capacity - low + 1):
        history.append(limit)
        limit = limit + 1 if limit < capacity else low
    mean = Fraction(sum(history), len(history))
    return Question.of(
        "sawtooth",
        "A limit on requests in flight adapts itself. In each round it is raised by 1. In the round after it has"
        f" reached {capacity}, the service gets too slow, and the limit is cut to {percent} % of that; then it is"
        " raised again, and so on. What is the limit on average?",
        unit="requests",
        answer=mean,
        picture=table("round | limit", list(enumerate(history[: capacity - low + 3]))),
        takeaway="Additive increase, multiplicative decrease gives a sawtooth. Its mean is halfway between its ends.",
        slips=(
            (capacity, "That is the peak. After it the limit is cut."),
            (low, "That is the lowest value, just after a cut."),
            (Fraction(capacity, 2), f"It is cut to {percent} %, not to 0, so it moves between {low} and {capacity}."),
            (Fraction(capacity - low, 2), "That is half the height of a tooth. Add what is below it."),
        ),
    )


def _in_flight(rate: int, latency: int) -> int:
    """The most that are in flight at once if requests begin at equal distances."""
    flying: deque[Fraction] = deque()
    most = 0
    for i in range(3 * rate):
        at = Fraction(i * S, rate)
        while flying and flying[0] <= at:
            flying.popleft()
        flying.append(at + latency)
        most = max(most, len(flying))
    return most


def _done(count: int, latency: int) -> Fraction:
    """Requests a second that so many permits serve, each one after the other."""
    end = 10 * latency
    answered = count * len(range(latency, end + 1, latency))
    return Fraction(answered * S, end)
