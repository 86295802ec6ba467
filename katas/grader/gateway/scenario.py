"""A scenario: a policy file, then requests and reloads. What a card shows and `--replay` reads.

`plugin(policy('all', '9/minute'), policy('gold', '1/second', group='gold')) access(consumer='ann', groups=['gold'])`

What is as usual is left out: a policy without a scope that counts by consumer, a request that has nothing.
"""

import ast
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ratelimit import Quota

SECOND = 10**9  # ns
SCOPE = ("consumer", "group", "route", "service")
COUNTED = ("consumer", "credential", "ip", "path", "service")  # or header:NAME
_FORM = "plugin(policy('all', '9/minute')) access(consumer='ann') access(ip='192.0.2.7', after=1000000000)"


class Policy(NamedTuple):
    """One policy of a file. Any value may be of a wrong type: then it must be refused.

    It can be hashed, so a tuple stands for a list: a submission is given lists. Limits may be a `frozenset`, too.
    """

    name: Any
    limits: Any = ()
    consumer: Any = None
    group: Any = None
    route: Any = None
    service: Any = None
    count_by: Any = "consumer"
    shadow: Any = False
    enabled: Any = True
    globally: Any = False

    def __str__(self) -> str:
        several = isinstance(self.limits, tuple) and not any(isinstance(each, (str, tuple)) for each in self.limits)
        limits = map(_written, self.limits) if several else [f"limits={_whole(self.limits)}"]
        return f"policy({', '.join([_written(self.name), *limits, *_unusual(self, _USUAL, 2)])})"

    def given(self, kind: type = tuple) -> "Policy":
        """Return it as a submission gets it, with limits of this type."""
        found = self._replace(limits=kind(self.limits)) if isinstance(self.limits, tuple) else self
        lists = {field: list(value) for field, value in self._asdict().items() if isinstance(value, tuple)}
        lists.pop("limits", None)
        return found._replace(**lists)


_USUAL = Policy("")


class Request(NamedTuple):
    """What a submission is asked about."""

    consumer: str | None
    credential: str | None
    groups: tuple[str, ...]
    route: str | None
    service: str | None
    ip: str | None
    headers: Mapping[str, str]
    path: str | None


class Access(NamedTuple):
    """A request, so many nanoseconds after what came before it."""

    consumer: str | None = None
    credential: str | None = None
    groups: tuple[str, ...] = ()
    route: str | None = None
    service: str | None = None
    ip: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    path: str | None = None
    after: int = 0

    @property
    def request(self) -> Request:
        """The request alone. It is only there to be read."""
        return Request(*self[:6], MappingProxyType(dict(self.headers)), self.path)

    def __str__(self) -> str:
        return f"access({', '.join(_unusual(self, Access(), 0))})"


class Reload(NamedTuple):
    """Another policy file."""

    policies: tuple[Policy, ...] = ()

    def __str__(self) -> str:
        return f"reload({', '.join(map(str, self.policies))})"


class Scenario(NamedTuple):
    """A policy file, and what comes then."""

    policies: tuple[Policy, ...]
    events: tuple[Access | Reload, ...] = ()

    @property
    def requests(self) -> int:
        """How many requests there are."""
        return sum(isinstance(event, Access) for event in self.events)

    def __str__(self) -> str:
        return " ".join([f"plugin({', '.join(map(str, self.policies))})", *map(str, self.events)])

    @classmethod
    def parse(cls, text: str) -> "Scenario":
        """Read a scenario as a card prints it. Raises a `ValueError` that shows the form."""
        try:
            return _scenario(text)
        except (SyntaxError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"a scenario looks like {_FORM!r}, got {text!r}: {error}") from error


def _scenario(text: str) -> Scenario:
    line = re.sub(r"\s*\n\s*", " ", text.strip())  # a long one is shown in several
    listed = re.sub(r"\)\s+(?=\w+\()", "), ", line)
    found = [_read(node) for node in ast.parse(f"[{listed}]", mode="eval").body.elts]  # type: ignore[attr-defined]
    if not found or not isinstance(found[0], Scenario):
        raise ValueError("it begins with plugin(...)")
    wrong = [each for each in found[1:] if not isinstance(each, (Access, Reload))]
    if wrong:
        raise ValueError(f"after plugin(...) come access(...) and reload(...), got {wrong[0]}")
    return found[0]._replace(events=tuple(found[1:]))


def _read(node: ast.expr) -> Any:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        raise TypeError(f"not a call: {ast.unparse(node)}")
    name = node.func.id
    if name in ("plugin", "reload"):
        policies = tuple(map(_read, node.args))
        if node.keywords or not all(isinstance(policy, Policy) for policy in policies):
            raise ValueError(f"in {name}(...) stand policies")
        return Scenario(policies) if name == "plugin" else Reload(policies)
    values = [_literal(value) for value in node.args]
    named = {str(keyword.arg): _literal(keyword.value) for keyword in node.keywords}
    if name == "access" and not values:
        return _access(named)
    if name == "policy" and values:
        limits = tuple(Quota.parse(each) if isinstance(each, str) else each for each in values[1:])
        return Policy(**({"name": values[0], "limits": limits} | named))
    raise ValueError("there are plugin(...), policy(name, limits...), access(...) and reload(...)")


def _literal(node: ast.expr) -> Any:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "quota":
        return Quota.parse(*map(ast.literal_eval, node.args))
    if isinstance(node, (ast.List, ast.Tuple)):
        return tuple(map(_literal, node.elts))
    return frozenset(map(_literal, node.elts)) if isinstance(node, ast.Set) else ast.literal_eval(node)


def _access(named: dict[str, Any]) -> Access:
    if "headers" in named:
        named["headers"] = tuple(named["headers"].items())
    found = Access(**named)
    words = [*found.groups, *(word for header in found.headers for word in header)]
    words += filter(None, (found.consumer, found.credential, found.route, found.service, found.ip, found.path))
    if not all(isinstance(each, str) for each in words):
        raise ValueError("what a request has is text")
    if type(found.after) is not int or found.after < 0:
        raise ValueError(f"after is a number of nanoseconds, at least 0, got {found.after!r}")
    return found


def _unusual(some: Any, usual: Any, start: int) -> list[str]:
    """Return the fields that are not as usual, as they are written."""
    names = some._fields[start:]
    fields = ((name, getattr(some, name), getattr(usual, name)) for name in names)
    return [f"{name}={_written(value)}" for name, value, other in fields if not is_same(value, other)]


def is_same(value: Any, other: Any) -> bool:
    """Whether two values are equal and of one type: 0 is not `False`."""
    return type(value) is type(other) and value == other


_PLAIN = re.compile(r"[\w .,:;/=%*<>+|@#&?~^-]", re.ASCII)


def _whole(limits: Any) -> str:
    """Write limits as one value, in which a text is no `Quota`."""
    if isinstance(limits, (tuple, frozenset)):
        both = "[]" if isinstance(limits, tuple) else "{}"
        return f"{both[0]}{', '.join(map(_whole, limits))}{both[1]}"
    return f"quota({_written(limits)})" if isinstance(limits, Quota) else _written(limits)


def _written(value: Any) -> str:
    """Write a value so that it can stand between double quotes in a shell, too."""
    if isinstance(value, Quota):
        return f"'{value}'"
    if isinstance(value, str):
        plain = "".join(c if _PLAIN.match(c) else f"\\x{ord(c):02x}" for c in value)
        return "'{}'".format(plain.replace("  ", r" \x20").replace(") ", r")\x20"))  # where a line is broken
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return f"{{{', '.join(f'{_written(name)}: {_written(text)}' for name, text in value)}}}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_written, value))}]"
    return repr(value)
