"""What gateways do with whole numbers, bursts and distances."""

from fractions import Fraction
from random import Random

from katas.interview.numbers.picture import table
from katas.interview.numbers.question import Question
from katas.interview.numbers.replay import flood, seconds
from ratelimit import Quota
from ratelimit.algorithms import GCRA

S = 1000


def nginx_burst(random: Random) -> Question:
    """How many requests nginx lets through that arrive at once."""
    rate = random.choice([1, 2, 5, 10, 20])
    burst = random.choice([5, 10, 20, 30])
    sent = 2 * burst + random.choice([0, 5, 10])
    rows = [
        (i + 1, f"{Fraction(excess, S)}", f"{burst}", answer) for i, (excess, answer) in enumerate(_nginx(burst, sent))
    ]
    passed = sum(row[-1] == "passes" for row in rows)
    return Question.of(
        "nginx_burst",
        f"nginx has limit_req with rate={rate}r/s and burst={burst} nodelay. It measures the excess over an even"
        " flow: the first request of a client sets it to 0, each further one adds 1, and time takes it away at the"
        f" rate. It refuses a request that would raise the excess above the burst. {sent} requests of one client"
        " arrive at the same moment, after a long silence. How many pass?",
        unit="requests",
        answer=passed,
        picture=table("request | excess | burst | answer", rows),
        takeaway="burst counts the requests beyond the one that is in time: burst + 1 pass at once.",
        slips=(
            (burst, "The first one is no excess: it is in time. The burst comes on top of it."),
            (burst + rate, "Time takes the excess away at the rate, but these arrive at the same moment."),
            (rate, "The rate spaces requests in the long run. The burst is what may come ahead of time."),
            (1, "That would be right without a burst."),
            (burst - 1, "An excess equal to the burst is still allowed, and the first request has an excess of 0."),
        ),
    )


def nginx_delay(random: Random) -> Question:
    """How long nginx holds the last of a burst back."""
    rate = random.choice([2, 4, 5, 10, 20])
    burst = random.choice([5, 10, 20, 30])
    sent = burst + 1 + random.choice([0, 5, 10])
    held = [excess for excess, answer in _nginx(burst, sent) if answer == "passes"]
    rows = [(i + 1, f"{Fraction(excess, S)}", seconds(excess // rate)) for i, excess in enumerate(held)]
    delay = Fraction(held[-1], S * rate)
    return Question.of(
        "nginx_delay",
        f"nginx has limit_req with rate={rate}r/s and burst={burst}, without nodelay: it holds requests back, so that"
        " they go on at the rate, and refuses what would raise the excess above the burst. The first request of a"
        f" client has an excess of 0, each further one at the same moment 1 more. {sent} requests of one client"
        " arrive at once, after a long silence. For how many seconds is the last of those that are not refused held"
        " back?",
        unit="s",
        answer=delay,
        picture=table("request | excess | held for", rows),
        takeaway="A queue of b requests at r a second makes the last one wait b / r. Choose the burst by that wait.",
        slips=(
            (Fraction(burst + 1, rate), "The first one goes on at once, so the last one waits for the burst only."),
            (Fraction(burst - 1, rate), f"{burst} wait behind the first one, which goes on at once."),
            (Fraction(sent, rate), "Some of them are refused, and don't wait."),
            (Fraction(sent - 1, rate), "Some of them are refused, and don't wait."),
            (Fraction(1, rate), "That is the distance between two. The last one waits for all before it."),
            (0, "That would be right with nodelay."),
        ),
    )


def spacing(random: Random) -> Question:
    """Which requests pass that must keep a distance."""
    rate, gap = random.choice([(30, 2), (20, 3), (15, 4), (12, 5)])
    times = sorted(random.sample([step * 500 for step in range(1, 8 * gap)], 7))
    times[random.randint(2, 4)] = times[1] + gap * S
    times = sorted({0, *times})
    ends, rows, strict, last, previous = 0, [], 0, -gap * S, -gap * S
    for at in times:
        strict += at - previous >= gap * S
        previous = at
        passes = at >= ends
        since = "-" if last < 0 else seconds(at - last)
        if passes:
            ends, last = at + gap * S, at
        rows.append((seconds(at), since, "passes" if passes else "refused"))
    passed = sum(row[-1] == "passes" for row in rows)
    slots = len({at // (gap * S) for at in times})
    listed = ", ".join(seconds(at).removesuffix(" s") for at in times[:-1])
    return Question.of(
        "spacing",
        f"A gateway turns {rate} requests a minute into a distance: a request passes if at least 60 / {rate} seconds"
        " have gone by since the last one that passed; a distance of exactly that is enough. Refused requests change"
        f" nothing. Requests arrive at {listed} and {seconds(times[-1])}. How many pass?",
        unit="requests",
        answer=passed,
        picture=table("at | since the last that passed | answer", rows),
        takeaway=(
            "A distance allows no burst: of two requests within it, the second is refused, however low the use is."
        ),
        slips=(
            (strict, "That many pass if a refused request starts the distance anew as well."),
            (
                slots,
                f"That many pass a fixed window of {gap} s. Here the distance is counted from the last that passed.",
            ),
            (len(times), f"{rate} a minute would allow that, but some come closer than {gap} s."),
            (passed + 1, "That is one too many. Count from the last one that passed."),
            (passed - 1, "That is one too few. A distance of exactly the bound is enough."),
        ),
    )


def rounded_interval(random: Random) -> Question:
    """The real rate if the distance between requests is kept in whole milliseconds."""
    interval = random.choice([1, 1, 2, 2, 4, 5, 8, 10, 20])
    between = range(S // (interval + 1) + 1, S // interval)
    wanted = random.choice([rate for rate in between if rate % 10 == 0] or between)
    meter = GCRA(Quota(1, interval))
    taken = flood(meter, range(S))
    passed = sum(units for _, units in taken)
    exact = Fraction(S, wanted)
    return Question.of(
        "rounded_interval",
        f"A limiter is to allow {wanted} requests a second, without a burst. It keeps the distance between two"
        " requests as a whole number of milliseconds, rounded down. How many requests a second does it really allow?",
        unit="requests/s",
        answer=passed,
        picture=table(
            " | distance | a second",
            [("wanted", f"{float(exact):.4g} ms", wanted), ("kept", f"{interval} ms", passed)],
        ),
        takeaway="Keep the distance as an exact fraction, or count in units small enough that rounding doesn't matter.",
        slips=(
            (wanted, "The exact distance is no whole number of milliseconds. Rounding it changes the rate."),
            (Fraction(S, interval + 1), "The distance is rounded down, so more requests pass, not fewer."),
            (passed - wanted, "That is how many are too many."),
        ),
    )


def dropped_fractions(random: Random) -> Question:
    """What is lost if a refill drops parts of a token."""
    interval, gap = random.choice(
        [(100, 90), (100, 150), (100, 250), (100, 180), (200, 150), (200, 300), (50, 40), (50, 80), (20, 30), (20, 50)]
    )
    steps = random.choice([20, 40, 60, 100])
    tokens, last, rows = 0, 0, []
    for step in range(1, steps + 1):
        now = step * gap
        tokens += (now - last) // interval
        last = now
        rows.append((f"{now} ms", f"{gap / interval:.3g}", gap // interval, tokens))
    exact = Fraction(steps * gap, interval)
    return Question.of(
        "dropped_fractions",
        f"A bucket should gain one token every {interval} ms. All numbers are whole. At each poll it does this:\n"
        f"    tokens += (now - last) // {interval}\n"
        "    last = now\n"
        f"It is empty at 0 ms, when last is 0, has room for all, and nobody takes any. From then on it is polled after"
        f" each {gap} ms, {steps} times. How many tokens are in it then?",
        unit="tokens",
        answer=tokens,
        picture=table("now | flowed in | added | tokens", rows),
        takeaway=(
            "Move the time of the last refill only by what was added, or the parts of a token are lost at each poll."
        ),
        slips=(
            (exact, "That is what should have flowed in. The code drops a part of a token at each poll."),
            (int(exact), "That is what should have flowed in. The code drops a part of a token at each poll."),
            (steps, "Count what one poll adds: the quotient, rounded down."),
            (-(-gap // interval) * steps, "Dividing with // rounds down, not up."),
        ),
    )


def _nginx(burst: int, sent: int) -> list[tuple[int, str]]:
    """Excess in thousandths of a request, as nginx counts it, and the answer to each of some that arrive at once."""
    excess, answers = 0, []
    for i in range(sent):
        now = 0 if i == 0 else excess + S
        if now > burst * S:
            answers.append((now, "refused"))
        else:
            excess = now
            answers.append((now, "passes"))
    return answers
