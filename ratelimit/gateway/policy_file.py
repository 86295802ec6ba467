"""Policies in a YAML file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from ratelimit.algorithms import GCRA, FixedWindow, LeakyBucket, SlidingLog, SlidingWindowCounter, TokenBucket
from ratelimit.gateway.located import Located, MistakeError, Place
from ratelimit.gateway.policies import Policies
from ratelimit.gateway.rule import Rule
from ratelimit.gateway.scope import RuleError, is_header
from ratelimit.gateway.validated import ItemError, validated
from ratelimit.protocols import Algorithm
from ratelimit.quota import Quota

ALGORITHMS: Final[dict[str, Algorithm]] = {
    "token_bucket": TokenBucket,
    "leaky_bucket": LeakyBucket,
    "gcra": GCRA,
    "fixed_window": FixedWindow,
    "sliding_log": SlidingLog,
    "sliding_window_counter": SlidingWindowCounter,
}

AlgorithmName = Literal["token_bucket", "leaky_bucket", "gcra", "fixed_window", "sliding_log", "sliding_window_counter"]


def _quotas(value: Any) -> Sequence[Quota] | str | None:
    """Return the quotas of `"10/second; 1000/day"`, of a list of such texts, or None of `unlimited`."""
    if value in ("unlimited", "blocked"):
        return None if value == "unlimited" else "blocked"
    if not isinstance(value, list):
        return _parsed(value)
    quotas: list[Quota] = []
    for number, text in enumerate(value):
        try:
            quotas += _parsed(text)
        except ValueError as error:
            raise ItemError(number, str(error)) from error
    return quotas


def _parsed(text: Any) -> Sequence[Quota]:
    try:
        return Quota.parse_many(text)
    except TypeError as error:
        raise ValueError(str(error)) from error


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, arbitrary_types_allowed=True)

    @field_validator("*", mode="before")
    @classmethod
    def _is_there(cls, value: Any) -> Any:
        """Refuse a name without a value, as a template leaves it: a policy would be for more than is meant."""
        if value is None:
            raise ValueError("must have a value, got none")
        return value


def _filled(value: str) -> str:
    if not value:
        raise ValueError("must be text of at least one character, got ''")
    return value


class _When(_Strict):
    credential: str | None = None
    path: str | None = None
    address: str | None = None
    method: str | None = None
    headers: dict[str, str] = Field(default_factory=dict)

    @field_validator("headers")
    @classmethod
    def _has_a_header(cls, value: dict[str, str]) -> dict[str, str]:
        if not value:
            raise ValueError("must have a header, got none")
        return value


class _Policy(_Strict):
    name: str
    limits: Annotated[Any, BeforeValidator(_quotas)]
    algorithm: AlgorithmName | None = None
    consumer: str | None = None
    group: str | None = None
    route: str | None = None
    service: str | None = None
    when: _When = Field(default_factory=_When)
    count_by: str = "consumer"
    is_global: bool = Field(default=False, alias="global")
    shadow: bool = False
    enabled: bool = True
    weight: int = 1
    on_error: Literal["allow", "deny"] | None = None

    @field_validator("when", mode="before")
    @classmethod
    def _has_a_condition(cls, value: Any) -> Any:
        if value == {}:
            raise ValueError("must have a condition, got none")
        return value

    def rule(self, file: "_File") -> Rule:
        """Return the rule. Raises `RuleError` for what can be none."""
        when = self.when
        scope = {
            "consumer": self.consumer,
            "group": self.group,
            "route": self.route,
            "service": self.service,
            "credential": when.credential,
            "path": when.path,
            "address": when.address,
            "method": when.method,
            **{f"header:{name}": value for name, value in when.headers.items()},
        }
        return Rule(
            self.name,
            self.limits,
            algorithm=ALGORITHMS[self.algorithm or file.algorithm],
            scope={attribute: value for attribute, value in scope.items() if value is not None},
            count_by=self.count_by,
            globally=self.is_global,
            shadow=self.shadow,
            enabled=self.enabled,
            weight=self.weight,
            on_error=self.on_error or file.on_error,
            domain=file.domain or "",
        )


class _Consumer(_Strict):
    credentials: list[str] = Field(default_factory=list)
    groups: list[str] = Field(default_factory=list)


class _File(_Strict):
    domain: Annotated[str, AfterValidator(_filled)] | None = None
    algorithm: AlgorithmName = "token_bucket"
    on_error: Literal["allow", "deny"] = "allow"
    consumers: dict[str, _Consumer] = Field(default_factory=dict)
    policies: list[_Policy]


def read_policies(file: Located, prepare: Callable[[Rule], None]) -> tuple[str | None, Policies]:
    """Return the domain that a file is for, and its policies. Raises `MistakeError` with all that is wrong.

    prepare: raises `ValueError` for a rule whose limits can't be counted.
    """
    try:
        said = validated(_File, file)
    except MistakeError as error:
        _, further = _rules(file, _readable(file.value), _File.model_construct(), prepare)
        raise MistakeError([*error.mistakes, *further]) from error
    rules, mistakes = _rules(file, enumerate(said.policies), said, prepare)
    if mistakes:
        raise MistakeError(mistakes)
    owners: dict[str, str] = {}
    for name, consumer in said.consumers.items():
        for credential in consumer.credentials:
            if owners.setdefault(credential, name) != name:
                message = f"must be of one consumer, got one of {owners[credential]} as well"
                raise MistakeError([file.mistake(("consumers", name, "credentials"), message)])
    groups = {name: consumer.groups for name, consumer in said.consumers.items() if consumer.groups}
    try:
        return said.domain, Policies(rules, consumers=owners, groups=groups)
    except RuleError as error:
        last = max(number for number, rule in enumerate(rules) if rule.name == error.name)
        raise MistakeError([_mistake(file, last, error)]) from error


def _rules(
    file: Located, policies: Iterable[tuple[int, _Policy]], said: _File, prepare: Callable[[Rule], None]
) -> tuple[list[Rule], list[str]]:
    """Return the rules of policies, and what is wrong with them."""
    rules: list[Rule] = []
    mistakes: list[str] = []
    for number, policy in policies:
        try:
            rule = policy.rule(said)
            rules.append(rule)
            prepare(rule)
        except RuleError as error:
            mistakes.append(_mistake(file, number, error))
        except ValueError as error:
            mistakes.append(file.mistake(("policies", number, "limits"), f"can't be counted: {error}"))
    return rules, mistakes


def _readable(said: Any) -> Iterator[tuple[int, _Policy]]:
    """Yield the policies of a file with mistakes whose fields are right, or would be but for the limits."""
    policies = said.get("policies") if isinstance(said, dict) else None
    for number, policy in enumerate(policies if isinstance(policies, list) else []):
        for instead in ({}, {"limits": "unlimited"}) if isinstance(policy, dict) else ():
            with suppress(ValidationError):
                yield number, _Policy.model_validate({**policy, **instead})
                break


def _mistake(file: Located, number: int, error: RuleError) -> str:
    """Return where a rule's mistake is."""
    place: Place = ("policies", number)
    if error.field in _Policy.model_fields:
        return file.mistake((*place, error.field), error.what)
    if error.field in _When.model_fields:
        return file.mistake((*place, "when", error.field), error.what)
    if is_header(error.field):
        return file.mistake((*place, "when", "headers", error.field.partition(":")[2]), error.what)
    return file.mistake(place, str(error))
