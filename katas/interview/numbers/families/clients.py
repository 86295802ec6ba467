"""What clients make of an answer: headers, retries, jitter."""

from fractions import Fraction
from random import Random

from katas.interview.numbers.picture import table
from katas.interview.numbers.question import Question
from katas.interview.numbers.replay import seconds
from ratelimit import Quota
from ratelimit.algorithms import FixedWindow, TokenBucket

S = 1000


def retry_header(random: Random) -> Question:
    """A wait in a header of whole seconds."""
    period = random.choice([60, 30, 20, 15])
    limit = random.choice([10, 20, 50])
    window = random.randint(1, 4) * period
    now = (window + random.randint(2, period - 2)) * S + random.choice([100, 200, 300, 400, 600, 700, 800, 900])
    meter = FixedWindow(Quota(limit, period * S))
    meter.take(now, limit)
    wait = meter.take(now)
    answer = -(-wait // S)
    return Question.of(
        "retry_header",
        f"A fixed window allows {limit} requests in {period} s, in windows on the grid: they start at 0 s, {period}"
        f" s, {2 * period} s and so on. At {seconds(now)} a request is refused. Retry-After takes whole seconds."
        " Which number makes a client that obeys come back as early as possible, and not be refused again?",
        unit="s",
        answer=answer,
        picture=table(
            "header | client comes back | answer",
            [
                (f"{header} s", seconds(now + header * S), "passes" if header * S >= wait else "refused again")
                for header in (answer - 1, answer)
            ],
        )
        + f"\n  next window at {seconds(now + wait)}, exact wait {seconds(wait)}",
        takeaway="Round waits up. Rounded down, a client that obeys comes back too early, and is refused again.",
        slips=(
            (Fraction(wait, S), "That is the exact wait. The header takes whole seconds."),
            (answer - 1, "Rounded down, it brings the client back before the window starts."),
            (period, "The window doesn't start at the refusal. It lies on the grid."),
            (Fraction(now + wait, S), "That is the moment when the next window starts. The header holds a wait."),
            (answer + 1, "That is a second more than needed."),
        ),
    )


def polite_client(random: Random) -> Question:
    """What a client achieves that obeys a header of whole seconds."""
    burst = random.choice([1, 1, 2, 3])
    rate = random.choice([r for r in (2, 4, 5, 10) if r > burst])
    total = random.choice([10, 20, 30, 60])
    meter, at, passed, rows = TokenBucket(Quota(rate, S, burst)), 0, 0, []
    while at < total * S:
        sent = 0
        while not (wait := meter.take(at)):
            sent += 1
        header = -(-wait // S)
        rows.append((seconds(at), sent, seconds(wait), f"{header} s"))
        passed += sent
        at += header * S
    many = "one token" if burst == 1 else f"{burst} tokens"
    return Question.of(
        "polite_client",
        f"A token bucket holds {many} and is full; {rate} flow in each second, evenly. Retry-After holds the wait in"
        " whole seconds, rounded up. A client sends a request; if it passes, the next one at once; if it is refused,"
        " it waits for as long as the header says. Requests take no time. It begins at 0 s. How many of its requests"
        f" pass before {total} s?",
        unit="requests",
        answer=passed,
        picture=table("at | pass | exact wait | header", rows) + f"\n  in all: {passed} of {rate * total} possible",
        takeaway="A wait below a second is rounded up to a whole one, so a small burst wastes most of the rate.",
        slips=(
            (
                rate * total,
                "The limit would allow that. But the client waits for whole seconds, and the bucket overflows.",
            ),
            (rate * total + burst, "That is the most that can pass. But the client waits for whole seconds."),
            (total, f"Each time it comes back, {burst} pass, not one."),
            (passed + burst, f"It doesn't come back before {total} s once more."),
            (rate * total + burst - 1, "That is the most that can pass. But the client waits for whole seconds."),
        ),
    )


def impatient_client(random: Random) -> Question:
    """What a header of 0 does to a client."""
    interval, trip = random.choice([(500, 50), (500, 100), (250, 50), (200, 20), (200, 50), (100, 20), (500, 20)])
    total = random.choice([2, 5, 10])
    meter = TokenBucket(Quota(1, interval, 1))
    answers = [(at, meter.take(at)) for at in range(0, total * S, trip)]
    refused = sum(wait > 0 for _, wait in answers)
    return Question.of(
        "impatient_client",
        f"A limiter allows one request every {interval} ms, without a burst. Its Retry-After is rounded down to whole"
        " seconds, so it says 0. A client sends its next request as soon as it has an answer, whether it passed or"
        f" not. A round trip takes {trip} ms; a request is decided when it is sent. The client begins at 0 s. How"
        f" many of its requests are refused before {total} s?",
        unit="requests",
        answer=refused,
        picture=table(
            "sent at | answer | exact wait | header",
            [
                (seconds(at), "refused" if wait else "passes", f"{wait} ms", f"{wait // S} s" if wait else "-")
                for at, wait in answers
            ],
        )
        + f"\n  {len(answers)} sent, {len(answers) - refused} passed, {refused} refused",
        takeaway="A header rounded down to 0 asks for a flood: the client comes back at once, and is refused at once.",
        slips=(
            (len(answers), "That is what it sends. Some of them pass."),
            (len(answers) - refused, "That many pass."),
            (len(answers) - total, f"One passes every {interval} ms, not one a second."),
            (refused // total, "That many are refused each second."),
            (interval // trip - 1, "That many are refused between two that pass."),
        ),
    )


def reset_epoch(random: Random) -> Question:
    """How long a client with a wrong clock waits for a moment that the server names."""
    now = random.randint(10, 40)
    wait = random.choice([15, 20, 30, 45])
    off = random.choice([5, 10, 20, 40, 60])
    slow = random.random() < 0.5 or off >= wait
    clock = now - off if slow else now + off
    if clock < 0:
        now, clock = now + 60, clock + 60
    reset = now + wait
    sleeps = reset - clock
    return Question.of(
        "reset_epoch",
        f"At a refusal, a server's clock shows {_clock(now)} and it sends the moment at which the client may come"
        f" back: {_clock(reset)}. The client's clock is {off} s {'slow' if slow else 'fast'}: it shows"
        f" {_clock(clock)}. The client sleeps until its own clock shows that moment. For how many seconds does it"
        " sleep?",
        unit="s",
        answer=sleeps,
        picture=table(
            " | server's clock | client's clock",
            [
                ("refused", _clock(now), _clock(clock)),
                ("wakes up", _clock(now + sleeps), _clock(reset)),
                ("may pass", _clock(reset), _clock(reset - now + clock)),
            ],
        ),
        takeaway="Send a wait, not a moment: a wait needs no clock that agrees with yours.",
        slips=(
            (wait, "So it would be if both clocks agreed."),
            (
                wait + (-off if slow else off),
                "The other way round: "
                + ("a slow clock shows the moment later." if slow else "a fast clock shows the moment earlier."),
            ),
            (off, "That is how wrong the clock is."),
        ),
    )


def backoff(random: Random) -> Question:
    """The time that a client spends waiting between its attempts."""
    first = random.choice([100, 200, 250, 500])
    cap = first * random.choice([4, 5, 8, 10])
    attempts = random.randint(5, 8)
    wait = first
    waits: list[int] = []
    while len(waits) < attempts - 1:
        waits.append(wait)
        wait = min(2 * wait, cap)
    total, rows, at = sum(waits), [], 0
    for i, each in enumerate([0, *waits], 1):
        at += each
        rows.append((i, f"{each} ms" if each else "-", seconds(at)))
    capless = first * (2 ** (attempts - 1) - 1)
    return Question.of(
        "backoff",
        f"A client makes {attempts} attempts at most, and gives up when the last one fails. It waits {first} ms after"
        f" the first failure, and twice as long after each further one, but never more than {cap} ms. Attempts take"
        " no time, there is no jitter, and all of them fail. After how many seconds does it give up?",
        unit="s",
        answer=Fraction(total, S),
        picture=table("attempt | wait before it | at", rows),
        takeaway="The cap and the number of attempts set how long a caller can hang; n attempts have n - 1 waits.",
        slips=(
            (
                Fraction(total + wait, S),
                f"{attempts} attempts have {attempts - 1} waits between them: none after the last.",
            ),
            (
                Fraction(total - waits[-1], S),
                f"{attempts} attempts have {attempts - 1} waits between them. One is missing.",
            ),
            (Fraction(capless, S), f"No wait is longer than {cap} ms."),
            (Fraction(waits[-1], S), "That is the last wait alone."),
            (Fraction(first * (attempts - 1), S), "The waits double."),
        ),
    )


def herd(random: Random) -> Question:
    """How many requests a second come back after a reset, with jitter."""
    jitter = random.choice([5, 10, 15, 20, 30])
    each = random.choice([20, 30, 40, 50, 60])
    clients = jitter * each
    seconds_of = [i * jitter // clients for i in range(clients)]
    counts = [seconds_of.count(second) for second in range(jitter)]
    return Question.of(
        "herd",
        f"{clients:,} clients are refused until the same moment. Each adds a random time to its wait, evenly between"
        f" 0 and {jitter} s, and then sends one request. On average, how many requests a second arrive in the"
        f" {jitter} s after that moment?",
        unit="requests/s",
        answer=Fraction(sum(counts), jitter),
        picture=table(
            "second | with jitter | without",
            [(f"{i} to {i + 1} s", count, clients if i == 0 else 0) for i, count in enumerate(counts)],
        ),
        takeaway=(
            "A wait that is the same for all makes them all come back at once."
            " Jitter spreads them: clients / jitter a second."
        ),
        slips=(
            (clients, "That would be right without jitter: all at once."),
            (Fraction(2 * clients, jitter), "The random time is between 0 and the bound, so all of it is used."),
            (jitter, "That is the length of time. Divide the clients by it."),
        ),
    )


def _clock(second: int) -> str:
    return f"12:{second // 60:02}:{second % 60:02}"
