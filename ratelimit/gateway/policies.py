"""The policies of a gateway, and which of them a request counts in."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Never

from ratelimit.gateway.asked import Asked
from ratelimit.gateway.index import Index, same_scope
from ratelimit.gateway.request import Request, normal_path, request_of
from ratelimit.gateway.rule import Rule
from ratelimit.gateway.scope import RuleError


class Policies:
    """Rules, of which a request counts in the most specific one, and in all global ones that fit.

    If the most specific one is in shadow, the most specific of the others counts as well, as it would without it.

    rules: no two have a name in common, nor a scope, unless they are global or disabled, or one of them is in shadow.
    consumers: whose a credential is. groups: those of a consumer. Both are added to what the gateway tells.

    Raises `RuleError` with the name of a rule and the field.
    """

    __slots__ = ("_consumers", "_global", "_groups", "_in_force", "_local", "asked_by", "rules")

    def __init__(
        self,
        rules: Iterable[Rule],
        *,
        consumers: Mapping[str, str] | None = None,
        groups: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self.rules = tuple(rules)
        self._consumers = dict(consumers or {})
        self._groups = {consumer: tuple(several) for consumer, several in (groups or {}).items()}
        enabled = [rule for rule in self.rules if rule.enabled]
        local = [rule for rule in enabled if not rule.globally]
        _check(self.rules, local)
        self._local = Index(sorted(local, key=_is_in_force))  # of the same scope, the one in shadow is found first
        in_force = [rule for rule in local if not rule.shadow]
        self._in_force = self._local if len(in_force) == len(local) else Index(in_force)
        self._global = Index(rule for rule in enabled if rule.globally)
        # Those who ask often ask the same: 7 us, and three times that if others have used the processor's caches.
        self.asked_by = lru_cache(1024)(self._asked_by)

    def __reduce__(self) -> Never:
        raise TypeError(
            "Policies can't be pickled or copied: make them of their rules, or read their file, where needed"
        )

    def asked(self, request: Request, hits: int = 1) -> list[Asked]:
        """Return what has to be asked for a request: the local rule in force first, then that in shadow."""
        request = self.known(request)
        rules = self._counting(request)
        for several in self._global.fitting(request):
            rules += several
        return [Asked(rule, rule.key(request), hits * rule.weight) for rule in rules]

    def _counting(self, request: Request) -> list[Rule]:
        """Return the local rules that count a request: one, or one in force and one in shadow."""
        first = self._local.first(request)
        if first is None or not first.shadow:
            return [] if first is None else [first]
        in_force = self._in_force.first(request)
        return [first] if in_force is None else [in_force, first]

    def _asked_by(self, entries: tuple[tuple[str, str], ...], hits: int) -> tuple[Asked, ...]:
        """Return what has to be asked for a request of which descriptors with these entries tell."""
        return tuple(self.asked(request_of([entries]), hits))

    def passed_over(self, request: Request) -> list[Rule]:
        """Return the local rules that fit as well, but are less specific."""
        request = self.known(request)
        fitting = [rule for rules in self._local.fitting(request) for rule in rules]
        counting = self._counting(request)
        return [rule for rule in dict.fromkeys(fitting) if rule not in counting]

    def known(self, request: Request) -> Request:
        """Return a request with the consumer of its credential, the groups of its consumer, and a normal path."""
        if request.path is not None and (path := normal_path(request.path)) is not request.path:
            request = request._replace(path=path)
        if self._consumers and request.consumer is None and request.credential is not None:
            request = request._replace(consumer=self._consumers.get(request.credential))
        if self._groups and request.consumer is not None:
            of_consumer = self._groups.get(request.consumer)
            if of_consumer is not None:
                request = request._replace(groups=(*request.groups, *of_consumer))
        return request


def _is_in_force(rule: Rule) -> bool:
    return not rule.shadow


def _check(rules: Iterable[Rule], local: Iterable[Rule]) -> None:
    names: set[str] = set()
    for rule in rules:
        if rule.name in names:
            raise RuleError(rule.name, "name", "must be that of one policy, got it twice")
        names.add(rule.name)
    scopes: dict[tuple[object, ...], Rule] = {}
    for rule in local:
        other = scopes.setdefault((rule.shadow, same_scope(rule)), rule)
        if other is not rule:
            attributes = ", ".join(rule.scope) or "none"  # their values may be secrets
            raise RuleError(rule.name, "scope", f"must differ from that of {other.name}, got the same: {attributes}")
