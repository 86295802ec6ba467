"""Several servers."""

from collections import Counter
from random import Random

from katas.interview.numbers.picture import table
from katas.interview.numbers.question import Question
from katas.interview.numbers.replay import flood, seconds
from ratelimit import Quota
from ratelimit.algorithms import GCRA, FixedWindow

S = 1000


def uneven_shares(random: Random) -> Question:
    """What passes when each node has an equal part of the limit, and uneven traffic."""
    nodes = random.choice([3, 4, 5])
    part = random.choice([20, 25, 30, 40])
    limit = nodes * part
    others = random.choice([share for share in (5, 10, 12, 15) if share < part])
    busy = limit - others * (nodes - 1)
    sent = [busy] + [others] * (nodes - 1)
    passed = []
    for each in sent:
        meter = FixedWindow(Quota(part, 60))
        passed.append(sum(not meter.take(0) for _ in range(each)))
    return Question.of(
        "uneven_shares",
        f"{limit} requests a minute are allowed. {nodes} servers share them evenly: each has a fixed window of {part}"
        f" a minute, and knows nothing of the others. In one minute {limit} requests arrive, but the balancer sends"
        f" {busy} of them to one server, and {others} to each of the others. How many pass?",
        unit="requests",
        answer=sum(passed),
        picture=table(
            "server | arrive | limit | pass",
            [(i, came, part, went) for i, (came, went) in enumerate(zip(sent, passed, strict=True), 1)],
        )
        + f"\n  in all: {sum(passed)} of {limit}",
        takeaway="A limit cut into equal parts is too strict where traffic is uneven; one limit each is too lax.",
        slips=(
            (limit, f"The busy server refuses what is above its {part}, though the others have room."),
            (part * nodes - busy, "Add up what passes on each server."),
            (part, "The others let theirs pass as well."),
            (limit - part, f"The busy server lets {part} pass; the others let all of theirs pass."),
            (busy + others * (nodes - 1), f"The busy server has a limit of {part}."),
        ),
    )


def sync_overshoot(random: Random) -> Question:
    """How far a limit is exceeded when nodes learn late of each other's requests."""
    nodes = random.choice([2, 4, 5])
    lag = random.choice([2, 3, 5])
    each = random.choice([10, 20, 50])
    speed = nodes * each
    limit = random.choice([n for n in (500, 1000, 2000, 5000) if n > 2 * speed * lag])
    most, known, own = 0, 0, 0
    for left in range(speed * lag + 1):
        now = min(left, each * lag)
        if nodes * now - left > most:
            most, known, own = nodes * now - left, limit - left, now
    return Question.of(
        "sync_overshoot",
        f"{nodes} servers share a limit of {limit:,} requests. They exchange their counts every {lag} s. In between,"
        " each server adds what it lets through itself to the total of the last exchange, and doesn't know of the"
        f" others. {speed} requests a second arrive, spread evenly over the {nodes} servers. By how many requests can"
        " the limit be exceeded at worst?",
        unit="requests",
        answer=most,
        picture=f"  known at an exchange: {known:,} of {limit:,}; each server sees {limit - known} left\n"
        + table(
            "server | arrive | lets through",
            [(i + 1, each * lag, own) for i in range(nodes)],
        )
        + f"\n  {known:,} + {nodes} x {own} = {known + nodes * own:,}, {most} too many",
        takeaway=(
            "A server knows of its own requests at once. Only what the others pass before an exchange can be too many."
        ),
        slips=(
            (speed * lag, "At the exchange there was still room for some of them: as many as one server lets through."),
            (each * lag, "That is what one server lets through in the meantime. There are others."),
            (limit * (nodes - 1), "That would be it if they never exchanged their counts."),
            (limit + most, "That is how many pass in all."),
            (speed * lag // 2, "The worst moment for an exchange is when one server's share is left, not half of all."),
            (speed * (nodes - 1) // nodes, "That is what the others let through in one second."),
        ),
    )


def skewed_windows(random: Random) -> Question:
    """The most in a window's length if two servers' clocks differ."""
    period = random.choice([10, 20, 30, 60])
    limit = random.choice([10, 20, 50, 100])
    skew = random.choice([2, 3, 5])
    most, start, best = 0, 0, []
    for first in range(period):
        counts: Counter[int] = Counter()
        rows = []
        for at in range(first, first + period):
            for name, clock in (("A", at), ("B", at + skew)):
                window = clock // period
                taken = limit - counts[window]
                counts[window] = limit
                if taken:
                    rows.append(
                        (f"{at} s", name, f"{clock} s", f"{window * period} to {window * period + period} s", taken)
                    )
        passed = sum(row[-1] for row in rows)
        if passed > most:
            most, start, best = passed, first, rows
    return Question.of(
        "skewed_windows",
        f"Servers A and B share one store. It has a counter for each window of {period} s (0 to {period} s, {period}"
        f" to {2 * period} s and so on), and {limit} may pass in each. A server takes the window from its own clock,"
        f" and B's clock is {skew} s ahead of A's. How many requests can pass on both together, at most, in a stretch"
        f" of {period} s?",
        unit="requests",
        answer=most,
        picture=table("A's clock | server | its clock | window | pass", best)
        + f"\n  from {start} s to just before {start + period} s by A's clock: {most}",
        takeaway="Clocks that differ open windows early and keep old ones open. Take the time from the store.",
        slips=(
            (
                2 * limit,
                f"{2 * limit} would be right with one clock. Here B opens a third window before A's stretch is over.",
            ),
            (limit, "That bounds one window. A stretch touches several."),
            (4 * limit, "They share the counters: each window gives its limit once, whoever asks."),
            (
                2 * limit + limit * skew // period,
                "The third window gives its whole limit at once, however small the skew is.",
            ),
        ),
    )


def clock_ahead(random: Random) -> Question:
    """What a server gets whose clock is ahead, from a bucket that is shared."""
    interval = random.choice([100, 200, 250, 500])
    burst = random.choice([3, 5, 8, 10])
    extra = random.choice([n for n in (2, 3, 4, 5, 8) if n <= burst])
    skew = extra * interval
    meter = GCRA(Quota(1, interval, burst))
    (_, right), (_, ahead) = flood(meter, [10_000, 10_000 + skew])
    return Question.of(
        "clock_ahead",
        f"Two servers share a limiter: one request every {interval} ms, and a burst of {burst}. It takes the time"
        f" from the server that asks. B's clock is {skew} ms ahead of A's. After a long silence, A lets through as"
        " many requests as it can, and at the same moment, just after A, B does so too. How many pass in all?",
        unit="requests",
        answer=right + ahead,
        picture=table(
            "server | its clock | pass",
            [("A", seconds(10_000), right), ("B", seconds(10_000 + skew), ahead)],
        )
        + f"\n  for the limiter {skew} ms have gone by: {skew} / {interval} = {ahead} more",
        takeaway=(
            "A clock that is ahead gets skew / interval units too early, once; then it waits."
            " Take the time from the store."
        ),
        slips=(
            (burst, f"B's clock says that {skew} ms have gone by, and {ahead} more have come back."),
            (2 * burst, "They share the state, so B gets only what came back by its clock."),
            (burst + extra + 1, f"In {skew} ms exactly {ahead} come back."),
            (extra, f"That is what B lets through. A has let {burst} through before."),
            (burst - extra, "B's clock is ahead: for B more has come back, not less."),
        ),
    )


def unsynced_tokens(random: Random) -> Question:
    """What nodes spend that may spend some tokens before they tell the store."""
    nodes = random.choice([3, 4, 5, 8, 10])
    unsynced = random.choice([5, 10, 20])
    left = unsynced + random.choice([0, 0, 10])
    rows = [(node + 1, left, min(unsynced, left)) for node in range(nodes)]
    spent = sum(row[-1] for row in rows)
    return Question.of(
        "unsynced_tokens",
        f"{nodes} servers share a bucket in a store. To save trips, each may spend up to {unsynced} of the tokens"
        " that it saw there; then it must tell the store, and look again. All look at the same moment, and see"
        f" {left} tokens. The bucket isn't refilled meanwhile. By how many tokens can they overspend it before they"
        " look again?",
        unit="tokens",
        answer=max(0, spent - left),
        picture=table("server | sees | spends", rows)
        + f"\n  {spent} spent, {left} were there: {spent - left} too many",
        takeaway="What a node may spend untold bounds the overspending: with n nodes and k tokens, (n - 1) k at worst.",
        slips=(
            (spent, f"That is what they spend. {left} of these were there."),
            (unsynced, "That is what one server spends. The others do the same."),
            (nodes * left, "No server spends more than it may before it looks again."),
            ((nodes - 1) * left, "No server spends more than it may before it looks again."),
            ((nodes - 1) * unsynced, f"That is the worst case, when only {unsynced} are left. Here there are {left}."),
            (0, f"No server sees what the others spend, so they spend the same {left} several times."),
        ),
    )
