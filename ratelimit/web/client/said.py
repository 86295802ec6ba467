"""What an answer says of limits."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from ratelimit.decision import SECOND
from ratelimit.web.client.moments import date, to_go, whole
from ratelimit.web.structured import Parameters, read_names

_MINE: Final = ("ratelimit", "x-ratelimit-", "x-rate-limit-", "retry-after", "date", "age")
_PREFIXES: Final = ("ratelimit-", "x-ratelimit-", "x-rate-limit-")
_SUFFIXES: Final = ("", "-requests", "-tokens")
_DRAFT_7: Final = re.compile(r"[ \t]*(limit|remaining|reset)=([0-9]{1,15})[ \t]*")


class ToldLimit(NamedTuple):
    """What is left of one limit. Times are in nanoseconds."""

    left: int
    """How many units there are for the time that comes: requests, if each takes one."""

    after: int
    """How long that time is."""

    quota: int = 0
    """How many units there are in each window; 0 if that is not told."""

    window: int = 0
    """How long a window is; 0 if that is not told."""


class Said(NamedTuple):
    """What an answer says: how long to wait, if it says so, and what is left of limits, by their names."""

    wait: int | None
    limits: dict[str, ToldLimit]


def read_answer(headers: Iterable[tuple[str, str]], now: int) -> Said:
    """Read the headers of an answer. What is malformed, or can mean several things, is as if it were not there.

    Of several dialects, the newest counts. An answer out of a cache says nothing of what is left.

    now: nanoseconds since 1970, by this machine's clock. Moments are taken by the server's, if the answer has a `Date`.
    """
    fields: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        if key.startswith(_MINE):
            fields[key] = f"{fields[key]}, {value.strip()}" if key in fields else value.strip()
    there = date(fields.get("date", ""))
    now = now if there is None else there
    wait = to_go(fields["retry-after"], now) if "retry-after" in fields else None
    if fields.get("age", "0") != "0":
        return Said(wait, {})
    return Said(wait, _draft(fields) or _draft_7(fields) or _dialect(fields, now))


def _draft(fields: dict[str, str]) -> dict[str, ToldLimit]:
    """Read the fields of draft-ietf-httpapi-ratelimit-headers-08 to -11."""
    if "ratelimit" not in fields:
        return {}
    policies = dict(read_names(fields.get("ratelimit-policy", "")) or ())
    found: dict[str, ToldLimit] = {}
    for name, parameters in read_names(fields["ratelimit"]) or ():
        left, after = _count(parameters, "r"), _count(parameters, "t")
        policy = policies.get(name, {})
        if left is None or after is None or policy.get("qu", '"requests"') not in ('"requests"', '"request"'):
            continue
        quota, window = _count(policy, "q"), _count(policy, "w")
        long_run = (quota, window * SECOND) if quota and window else (0, 0)
        told = found.get(name, ToldLimit(left, after * SECOND))
        # Of several partitions, the tightest counts.
        found[name] = ToldLimit(min(told.left, left), max(told.after, after * SECOND), *long_run)
    return found


def _count(parameters: Parameters, key: str) -> int | None:
    value = parameters.get(key)
    return value if isinstance(value, int) and value >= 0 else None


def _draft_7(fields: dict[str, str]) -> dict[str, ToldLimit]:
    """Read the one field of draft -07."""
    if "ratelimit" not in fields:
        return {}
    parts = [_DRAFT_7.fullmatch(part) for part in fields["ratelimit"].split(",")]
    said = {part[1]: int(part[2]) for part in parts if part}
    if not all(parts) or "remaining" not in said or "reset" not in said:
        return {}
    return {"": ToldLimit(said["remaining"], said["reset"] * SECOND)}


def _dialect(fields: dict[str, str], now: int) -> dict[str, ToldLimit]:
    """Read fields that come in threes, with the same prefix, and maybe one for requests and one for tokens."""
    found: dict[str, ToldLimit] = {}
    for prefix in _PREFIXES:
        for suffix in _SUFFIXES:
            remaining = fields.get(f"{prefix}remaining{suffix}")
            left = None if remaining is None else whole(remaining)
            if left is None or (suffix == "-tokens" and left):  # how many tokens a request takes is not known
                continue
            reset = fields.get(f"{prefix}reset-after{suffix}") or fields.get(f"{prefix}reset{suffix}", "")
            after = to_go(reset, now)
            if after is not None:
                found[suffix] = ToldLimit(left, after)
        if found:
            break
    return found
