"""The files of Envoy's own rate limit service."""

from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from ratelimit.gateway.descriptors import UNITS, Descriptors, EnvoyRule, Node
from ratelimit.gateway.located import Located, MistakeError, Place
from ratelimit.gateway.validated import validated

_LARGEST: Final = 2**32 - 1
_TEXTS: Final = ("domain", "key", "value", "name")
"""Where a number, or a word such as `yes`, is the text that is written, as in Envoy's own service: 007 is not 7."""


def _unit(value: Any) -> str:
    if not isinstance(value, str) or value.lower() not in UNITS:
        raise ValueError(f"must be one of {', '.join(UNITS)}, got {value!r}")
    return value.lower()


def _filled(value: str) -> str:
    if not value:
        raise ValueError("must be text of at least one character, got ''")
    return value


_Filled = Annotated[str, AfterValidator(_filled)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Replaces(_Strict):
    name: _Filled


class _RateLimit(_Strict):
    unit: Annotated[str, BeforeValidator(_unit)] | None = None
    requests_per_unit: int = Field(default=0, ge=0, le=_LARGEST)
    unlimited: bool = False
    name: str = ""
    replaces: list[_Replaces] = Field(default_factory=list)


class _Descriptor(_Strict):
    key: _Filled
    value: str | None = None
    rate_limit: _RateLimit | None = None
    descriptors: "list[_Descriptor] | None" = None
    shadow_mode: bool = False
    detailed_metric: bool = False
    value_to_metric: bool = False


class _File(_Strict):
    domain: _Filled
    descriptors: list[_Descriptor] | None = None


def read_descriptors(file: Located) -> tuple[str, Descriptors]:
    """Return the domain of a file, and its descriptors. Raises `MistakeError` with all that is wrong."""
    file.read_as_text(_TEXTS)
    said = validated(_File, file)
    tree = _Tree(file, said.domain)
    root = Node()
    tree.add(root, said.descriptors or [], ("descriptors",), said.domain)
    if tree.mistakes:
        raise MistakeError(tree.mistakes)
    return said.domain, Descriptors(said.domain, root)


class _Tree:
    """Makes nodes of descriptors, and collects what is wrong with them."""

    def __init__(self, file: Located, domain: str) -> None:
        self.file = file
        self.domain = domain
        self.mistakes: list[str] = []

    def add(self, node: Node, descriptors: list[_Descriptor], place: Place, path: str) -> None:
        for number, each in enumerate(descriptors):
            here = (*place, number)
            name = f"{each.key}_{each.value}" if each.value else each.key
            if name in node.below:
                self._add_mistake(here, f"must be there once, got {name!r} twice")
                continue
            full = f"{path}.{name}"
            inner = node.below[name] = Node()
            if name.endswith("*"):
                node.wildcards.append((name.removesuffix("*"), inner))
            if each.rate_limit is not None:
                inner.rule = self._rule(each.rate_limit, full, (*here, "rate_limit"), shadow=each.shadow_mode)
            self.add(inner, each.descriptors or [], (*here, "descriptors"), full)

    def _rule(self, limit: _RateLimit, name: str, place: Place, *, shadow: bool) -> EnvoyRule | None:
        unit, own = limit.unit, limit.name
        replaces = [each.name for each in limit.replaces]
        if own and own in replaces:
            self._add_mistake((*place, "replaces"), f"must not have the limit's own name, got {own!r}")
        if limit.unlimited and unit is not None:
            self._add_mistake((*place, "unit"), f"must not be there if it is unlimited, got {unit!r}")
        elif not limit.unlimited and unit is None:
            self._add_mistake((*place, "unit"), f"must be there: one of {', '.join(UNITS)}")
        else:
            requests = limit.requests_per_unit
            return EnvoyRule(
                name, requests, unit, shadow=shadow, replaced_as=own, replaces=replaces, domain=self.domain
            )
        return None

    def _add_mistake(self, place: Place, message: str) -> None:
        self.mistakes.append(self.file.mistake(place, message))
