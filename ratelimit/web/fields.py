"""The HTTP fields that tell a client what it may do.

They are those of draft-ietf-httpapi-ratelimit-headers-11: `RateLimit-Policy` has the limits, `RateLimit` what is left
of them. Both are lists of structured fields (RFC 9651), with one item for each limit.
"""

from collections.abc import Collection, Sequence
from typing import Final, Literal, TypeAlias

from ratelimit.decision import SECOND, Decision, whole_seconds
from ratelimit.quota import Quota

Style: TypeAlias = Literal["draft-11", "x-ratelimit", "off"]
"""Which fields: those of the draft, the three `X-RateLimit-*`, or none but `Retry-After`."""

DRAFT: Final = "draft-11"
LARGEST: Final = 999_999_999_999_999
"""Integers of structured fields have at most 15 digits."""

_NAMES: Final[dict[Style, tuple[str, ...]]] = {
    DRAFT: ("RateLimit-Policy", "RateLimit"),
    "x-ratelimit": ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"),
    "off": (),
}


def quoted(name: str) -> str:
    """Return a name as a string of structured fields.

    Raises `TypeError` for what is no text, and `ValueError` for none, and for what is not printable ASCII.
    """
    if not isinstance(name, str):
        raise TypeError(f"name must be text, got {name!r}")
    if not name or not name.isascii() or not name.isprintable():
        raise ValueError(f"name must be printable ASCII, at least one character, got {name!r}")
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def checked_style(style: str) -> Style:
    """Return the style. Raises `ValueError` if there is none of that name."""
    if style not in _NAMES:
        raise ValueError(f"fields must be one of {', '.join(map(repr, _NAMES))}, got {style!r}")
    return style


def retry_after(decision: Decision) -> str:
    """Return the value of `Retry-After`: whole seconds, rounded up, at least 1."""
    return str(max(1, decision.retry_header))


class FieldWriter:
    """Writes the fields of a request's limits, which are named.

    A limit whose quota has more than 15 digits can't be told, and is left out. So is `w`, where the period is no whole
    number of seconds, and `t`, if the decision doesn't tell it. What is left is never told as more than 15 digits.
    """

    __slots__ = ("_items", "_policies", "_policy", "_quotas", "_style")

    def __init__(self, limits: Sequence[tuple[str, Quota]], style: Style) -> None:
        self._style = style
        self._quotas = [quota for _, quota in limits]
        self._items = [quoted(name) if quota.limit <= LARGEST else None for name, quota in limits]
        self._policies = [
            item and f"{item};{_policy_of(quota)}" for item, (_, quota) in zip(self._items, limits, strict=True)
        ]
        self._policy = "RateLimit-Policy", ", ".join(filter(None, self._policies))

    def fields(self, decision: Decision, left_out: Collection[int] = ()) -> list[tuple[str, str]]:
        """Return the fields of a response: names with their values.

        left_out: the numbers of limits that are told elsewhere.
        """
        if self._style != DRAFT:
            return self._in_another_style(decision)
        items, policy = self._items, self._policy
        if left_out:
            items, policies = (
                [None if number in left_out else each for number, each in enumerate(several)]
                for several in (items, self._policies)
            )
            policy = policy[0], ", ".join(filter(None, policies))
        next_afters: Sequence[int | None] = getattr(decision, "next_afters", None) or (None,) * len(items)
        if len(items) == 1:  # 500 ns
            left = _item(items[0], decision.remaining, next_afters[0])
        else:
            left = _left(items, decision, next_afters)
        return [policy, ("RateLimit", left)] if left else []

    def names(self) -> list[str]:
        """Return the names of all fields that there may be, for scripts in browsers to be allowed to read them."""
        return [*_NAMES[self._style], "Retry-After"]

    def _in_another_style(self, decision: Decision) -> list[tuple[str, str]]:
        if self._style == "off":
            return []
        level = decision.levels[decision.binding]
        values = (self._quotas[decision.binding].limit, level.remaining, whole_seconds(level.reset_after))
        return list(zip(_NAMES[self._style], map(str, values), strict=True))


def _left(items: Sequence[str | None], decision: Decision, next_afters: Sequence[int | None]) -> str:
    """Return an item for each limit, the binding one first."""
    told = [
        _item(item, level.remaining, after)
        for item, level, after in zip(items, decision.levels, next_afters, strict=True)
    ]
    told.insert(0, told.pop(decision.binding))
    return ", ".join(filter(None, told))


def _item(name: str | None, remaining: int, next_after: int | None) -> str:
    """Return what is left of one limit; nothing if it can't be told."""
    if name is None:
        return ""
    seconds = LARGEST + 1 if next_after is None else -(-next_after // SECOND)
    left = remaining if remaining < LARGEST else LARGEST  # noqa: FURB136  min(): 50 ns
    return f"{name};r={left}" if seconds > LARGEST else f"{name};r={left};t={seconds}"


def _policy_of(quota: Quota) -> str:
    """Return the parameters of a limit in `RateLimit-Policy`."""
    seconds, rest = divmod(quota.period, SECOND)
    return f"q={quota.limit}" if rest or seconds > LARGEST else f"q={quota.limit};w={seconds}"
