"""How policies, requests and verdicts are said on a card."""

from collections.abc import Iterator
from typing import Any

from katas.grader.gateway.limiter import Dial
from katas.grader.gateway.scenario import SECOND, Access, Policy, is_same
from katas.grader.verdict import Row, brief
from ratelimit import Quota

FIELDS = ("allowed", "policy", "status", "retry_after")
MOST = 8  # policies of a file; of a longer one, the rest are counted


def file_rows(number: int, policies: tuple[Policy, ...]) -> Iterator[Row]:
    """Yield a policy file as rows, a line for each policy."""
    lines = [_policy(policy) for policy in policies[:MOST]] or ["[]"]
    if len(policies) > MOST:
        lines.append(f"... and {len(policies) - MOST} more")
    return (Row(number, "policy", line, line) for line in lines)


def _policy(policy: Policy) -> str:
    """Return a policy as a line of YAML."""
    usual = Policy("")
    words = [f"name: {_plain(policy.name)}"]
    several = policy.limits if isinstance(policy.limits, tuple) else None
    words.append(f"limits: {_plain(policy.limits) if several is None else _listed(several)}")
    for field in policy._fields[2:]:
        value = getattr(policy, field)
        if not is_same(value, getattr(usual, field)):
            words.append(f"{field}: {_plain(value)}")
    return f"- {{{', '.join(words)}}}"


def _listed(values: tuple[Any, ...]) -> str:
    return f"[{', '.join(map(_plain, values))}]"


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return _listed(value)
    if isinstance(value, frozenset):
        return f"{{{', '.join(map(_plain, value))}}}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Quota):
        return str(value)
    return value if isinstance(value, str) and value and value.isprintable() and value != "None" else repr(value)


def asked(access: Access) -> str:
    """Return what comes, in words."""
    words = []
    for field in access._fields[:-1]:
        value = getattr(access, field)
        if field == "headers":
            words += [f"{name}: {_plain(text)}" for name, text in value]
        elif field == "groups" and value:
            words.append(f"groups {', '.join(map(_plain, value))}")
        elif field != "groups" and value is not None:
            words.append(f"{field} {_plain(value)}")
    later = f"{seconds(access.after)} later: " if access.after else ""
    return later + (", ".join(words) or "a request that has nothing")


def told(verdict: Any) -> str:
    """Return a verdict in words; whatever else it is, shown."""
    try:
        allowed, policy, status, wait = (getattr(verdict, field) for field in FIELDS)
    except AttributeError:
        return f"{brief(verdict)}, which is no verdict"
    words = {True: "allowed", False: "refused"}[allowed] if type(allowed) is bool else f"allowed={brief(allowed)}"
    by = policy if isinstance(policy, str) and policy else "no policy" if policy is None else brief(policy)
    number = str(int(status)) if isinstance(status, int) and type(status) is not bool else f"status={brief(status)}"
    if type(wait) is not int:
        return f"{number} {words}, {by}, retry_after={brief(wait)}"
    return f"{number} {words}, {by}" + (f", {seconds(wait)}" if wait else "")


def spent(dial: Dial) -> str:
    """Return how much has been spent since the first file, in words."""
    return f"{dial.spent} {'unit' if dial.spent == 1 else 'units'} spent so far"


def seconds(nanoseconds: int) -> str:
    """Return a time in seconds, exactly."""
    whole, rest = divmod(abs(nanoseconds), SECOND)
    sign = "-" if nanoseconds < 0 else ""
    return f"{sign}{whole}.{rest:09}".rstrip("0").rstrip(".") + " s"
