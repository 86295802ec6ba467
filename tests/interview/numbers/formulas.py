"""The second way to each answer: a formula of the numbers that the question's text names, in their order."""

import re
from bisect import bisect_left
from collections import Counter
from fractions import Fraction
from math import ceil, floor

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
TIME = re.compile(r"12:(\d\d):(\d\d)")


def by_formula(question):
    numbers = [Fraction(number.replace(",", "")) for number in NUMBER.findall(question.text)]
    return FORMULAS[question.template](question.text, *numbers)


def log_wait(text, limit, period, *numbers):
    times, now = numbers[1 : 1 + int(limit)], numbers[1 + int(limit)]
    return times[1 if "2 at once" in text else 0] + period - now


def requests_that_pass(text, limit, period, *numbers):
    gap, first, _, count = numbers[-4:]
    if "grid" in text:
        asked = Counter(int((first + i * gap) // period) for i in range(int(count)))
        return sum(min(limit, each) for each in asked.values())
    each = ceil(period / gap)
    rounds, rest = divmod(count, each)
    return rounds * min(limit, each) + min(limit, rest)


def counter_cells(_, __, period, width, *numbers):
    return numbers[-2] // width * width + period


def penalty(_, limit, block, *numbers):
    rounds, rest = divmod(numbers[-1], limit + block)
    return rounds * limit + min(rest, limit)


def bucket_left(_, burst, __, rate, *numbers):
    costs, times = numbers[::2], numbers[1::2]
    tokens, last = burst, 0
    for cost, at in zip(costs, times, strict=True):
        tokens = min(burst, tokens + rate * (at - last)) - cost
        last = at
    return tokens


def gcra_trace(_, interval, burst, *numbers):
    """A token bucket decides as GCRA does."""
    tokens, last, passed = burst, 0, 0
    for at in numbers[3:]:
        tokens = min(burst, tokens + (at - last) / interval)
        last = at
        if tokens >= 1:
            tokens -= 1
            passed += 1
    return passed


def polite_client(text, *numbers):
    burst = 1 if "holds one token" in text else numbers[0]
    return numbers[-1] * burst


def reset_epoch(text, *_):
    (_, reset, client) = (60 * int(minute) + int(second) for minute, second in TIME.findall(text))
    return reset - client


def backoff(_, attempts, first, cap):
    doubling = min(int(attempts) - 1, int(cap / first - 1).bit_length())
    return (first * (2**doubling - 1) + cap * (attempts - 1 - doubling)) / 1000


def state_bytes(text, word, _, millions):
    words = {"GCRA": 1, "A token bucket": 2, "A fixed window": 2, "A sliding window counter": 3}
    return word * millions * next(words[name] for name in words if text.startswith(name))


def two_limits(_, fast, slow, __, total):
    minutes, rest = divmod(total, 60)
    return minutes * slow + min(slow, fast * rest)


def spacing(_, rate, __, ___, *times):
    passed, at = 0, 0
    while at < len(times):
        passed += 1
        at = bisect_left(times, times[at] + 60 / rate)
    return passed


def retries(_, percent, calls, tries):
    share = percent / 100
    return calls * (1 - share ** int(tries + 1)) / (1 - share)


FORMULAS = {
    "window_edge": lambda _, limit, *__: 2 * limit,
    "log_wait": log_wait,
    "requests_that_pass": requests_that_pass,
    "counter_cells": counter_cells,
    "steady_refusals": lambda _, limit, *__: limit,
    "silence": lambda _, limit, period, *numbers: numbers[-1] - limit + 1 + period,
    "penalty": penalty,
    "counter_left": lambda _, limit, last, now, into, minute: floor(limit - now - last * (minute - into) / minute),
    "counter_idle": lambda _, limit, period, *__: period / limit,
    "counter_edge": lambda _, limit, period, *numbers: limit + floor(limit * numbers[-1] / period),
    "counter_most": lambda _, limit, *__: 2 * limit - 1,
    "bucket_left": bucket_left,
    "bucket_most": lambda _, burst, rate, length: burst + rate * length,
    "bucket_drains": lambda _, burst, rate, sent: floor((burst - 1) / (1 - rate / sent)) + 1,
    "gcra_burst": lambda _, interval, tolerance: tolerance // interval + 1,
    "gcra_trace": gcra_trace,
    "safe_burst": lambda _, promised, period, refill: promised - refill * period,
    "nth_grant": lambda _, interval, burst, __, ___, n: (n - burst) * interval,
    "cost_wait": lambda _, burst, rate, __, first, at, cost: (cost - burst + first) / rate - at,
    "queue_delay": lambda _, __, rate, sent, ___, more, late: (sent + more - 1) / rate - late,
    "callers_in_time": lambda _, interval, burst, callers, patience, __: min(callers, burst + patience // interval),
    "retry_header": lambda _, __, period, *numbers: ceil(period - numbers[-1] % period),
    "polite_client": polite_client,
    "impatient_client": lambda _, interval, __, trip, ___, total: total * 1000 * (1 / trip - 1 / interval),
    "reset_epoch": reset_epoch,
    "backoff": backoff,
    "herd": lambda _, clients, __, jitter, ___: clients / jitter,
    "log_bytes": lambda _, word, limit, clients: word * limit * clients / 10**6,
    "state_bytes": state_bytes,
    "keys_held": lambda _, limit, arrive: arrive * 60 / limit,
    "lru_reset": lambda _, limit, size, __, speed: limit * ceil(60 * speed / size),
    "uneven_shares": lambda _, __, nodes, part, ___, busy, others: min(busy, part) + (nodes - 1) * min(others, part),
    "sync_overshoot": lambda _, nodes, __, lag, speed, ___: speed * lag * (1 - 1 / nodes),
    "skewed_windows": lambda _, *numbers: 3 * numbers[5],
    "clock_ahead": lambda _, interval, burst, skew: burst + skew / interval,
    "unsynced_tokens": lambda _, nodes, each, left: nodes * each - left,
    "which_binds": lambda _, fast, slow, __: slow // fast,
    "two_limits": two_limits,
    "group_left": lambda text, group, special, calls: group - (calls if "Every limit counts" in text else special),
    "plans": lambda _, __, spent, large: large - spent,
    "nginx_burst": lambda _, __, burst, *___: burst + 1,
    "nginx_delay": lambda _, rate, burst, *__: burst / rate,
    "spacing": spacing,
    "rounded_interval": lambda _, wanted: 1000 / (1000 // wanted),
    "dropped_fractions": lambda _, interval, __, ___, ____, gap, polls: polls * (gap // interval),
    "permits": lambda _, rate, latency, slower: rate * latency / slower,
    "retries": retries,
    "permit_leak": lambda _, count, each, rate, __: count * each / rate,
    "drain": lambda _, arrive, served, down: arrive * down / (served - arrive),
    "sawtooth": lambda _, __, capacity, percent: capacity * (1 + percent / 100) / 2,
}
