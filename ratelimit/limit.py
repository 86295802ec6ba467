"""The limits of a limiter: one, or several that decide together."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple, Self, TypeAlias

from ratelimit.composite import Composite, LookingComposite
from ratelimit.protocols import Algorithm, Meter, is_refundable, name_of
from ratelimit.quota import Quota

OneOrMoreAlgorithms: TypeAlias = Algorithm | Sequence[Algorithm]
OneOrMoreQuotas: TypeAlias = Quota | Sequence[Quota]


class Limit(NamedTuple):
    """An algorithm with its quota."""

    algorithm: Algorithm
    quota: Quota


class Limits(tuple[Limit, ...]):
    """What a limiter was given: as many algorithms as quotas, or one algorithm for all.

    Raises `TypeError` for what is no quota or no algorithm, and for a set, which has no order. Raises `ValueError` for
    none, and for numbers that differ.
    """

    __slots__ = ()

    def __new__(cls, algorithm: OneOrMoreAlgorithms, quota: OneOrMoreQuotas) -> Self:
        """Check what was given."""
        quotas = _in_order(quota)
        for each in quotas:
            if not isinstance(each, Quota):
                raise TypeError(f"quota must be a Quota, or several, got {each!r}: write Quota.parse('100/minute')")
        algorithms = [algorithm] * len(quotas) if callable(algorithm) else _in_order(algorithm)
        for one in algorithms:
            if not callable(one):
                raise TypeError(f"algorithm must be a meter's class, as TokenBucket is, or several, got {one!r}")
        if not quotas:
            raise ValueError("quota must be a Quota, or several, got none")
        if len(algorithms) != len(quotas):
            raise ValueError(
                f"algorithm must be one for all {len(quotas)} quotas, or one for each, got {len(algorithms)}"
            )
        return super().__new__(cls, map(Limit, algorithms, quotas))

    def __str__(self) -> str:
        names = [name_of(limit.algorithm) for limit in self]
        algorithm = names[0] if len(set(names)) == 1 else f"[{', '.join(names)}]"
        call = "Quota.parse" if len(self) == 1 else "Quota.parse_many"
        return f"{algorithm}, {call}({'; '.join(str(limit.quota) for limit in self)!r})"

    @property
    def quotas(self) -> tuple[Quota, ...]:
        """The quota of each."""
        return tuple(limit.quota for limit in self)

    @property
    def quota(self) -> Quota:
        """The only quota. Raises `AttributeError` if there are several."""
        if len(self) > 1:
            raise AttributeError(f"a limiter of {len(self)} limits has no one quota: it has `quotas`")
        return self[0].quota

    def differ_from(self, quota: Quota) -> bool:
        """Say whether a call's quota is another than the limiter's. Raises for what can't be one."""
        if len(self) > 1:
            raise ValueError(f"quota can't be that of a call for a limiter of {len(self)} limits, got {quota}")
        if quota is self[0].quota:
            return False
        if not isinstance(quota, Quota):
            raise TypeError(f"quota must be a Quota, got {quota!r}")
        return quota != self[0].quota

    def check_next_after(self) -> None:
        """Raise `TypeError` for an algorithm that can't tell `next_after`."""
        for algorithm, quota in self:
            if not hasattr(algorithm(quota), "next_after"):
                raise TypeError(f"algorithm must have next_after, as TokenBucket has, got {name_of(algorithm)}")

    def as_one(self) -> Limit:
        """Return the only limit, or one whose meters are all of them, and whose quota stands for theirs."""
        return self[0] if len(self) == 1 else Limit(self._composite, self[0].quota)

    def _composite(self, _quota: Quota) -> Meter:
        meters = [limit.algorithm(limit.quota) for limit in self]
        return (Composite if all(map(is_refundable, meters)) else LookingComposite)(meters)


def _in_order(one_or_more: object) -> list[Any]:
    """Return what was given as a list, of one if it is no list itself."""
    if isinstance(one_or_more, Iterable) and not isinstance(one_or_more, str | AbstractSet | Mapping):
        return list(one_or_more)
    return [one_or_more]


def quotas_of(limiter: object) -> Sequence[Quota]:
    """Return the quotas of a limiter, as far as it tells them."""
    several: Sequence[Quota] | None = getattr(limiter, "quotas", None)
    quota = getattr(limiter, "quota", None) if several is None else None
    return several or ([] if quota is None else [quota])
