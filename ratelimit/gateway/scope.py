"""Which requests a policy is for."""

import re
from collections.abc import Mapping
from ipaddress import IPv6Network, ip_network
from typing import Final, TypeAlias
from urllib.parse import unquote

from ratelimit.gateway.request import normal_path

SCOPES: Final = ("consumer", "group", "route", "service")
CONDITIONS: Final = ("credential", "path", "address", "method")
"""And `header:NAME`."""

Value: TypeAlias = str | tuple[int, int, int]
"""What a rule is found by; for an address, the version, the length of the network's prefix, and that prefix."""

_HEADER: Final = "header:"
_ONE_WORD: Final = re.compile(r"[^\s,:;]+")


class RuleError(ValueError):
    """What is wrong with a policy: its name, the field, and what is allowed there."""

    def __init__(self, name: str, field: str, what: str) -> None:
        super().__init__(f"{name}: {field} {what}")
        self.name = name
        self.field = field
        self.what = what


def checked_scope(name: str, scope: Mapping[str, str]) -> dict[str, str]:
    """Return a scope, with names of headers in lower case. Raises `RuleError` for what can't be one."""
    checked: dict[str, str] = {}
    for attribute, value in scope.items():
        if attribute not in (*SCOPES, *CONDITIONS) and not is_name_of_header(attribute):
            field, allowed = attribute if is_header(attribute) else "scope", ", ".join((*SCOPES, *CONDITIONS))
            raise RuleError(name, field, f"must be of {allowed}, header:NAME, got {attribute!r}")
        wrong = _wrong(attribute, value)
        if wrong:
            raise RuleError(name, attribute, f"{wrong}, got {value!r}")
        try:
            value_of(attribute, value)
        except ValueError as error:
            what = f"must be an address or a network, as '10.0.0.0/8', got {value!r}: {error}"
            raise RuleError(name, attribute, what) from error
        known = attribute.lower() if is_header(attribute) else attribute
        if known in checked:
            raise RuleError(name, attribute, "must be there once, whatever the case of its letters, got it twice")
        checked[known] = value
    if "consumer" in checked and "group" in checked:
        raise RuleError(name, "scope", "must have a consumer or a group, got both")
    return checked


def _wrong(attribute: str, value: object) -> str:
    """Say what a value must be; "" if it is that."""
    if not isinstance(value, str) or not value:
        return "must be text of at least one character"
    if attribute == "method" and not _ONE_WORD.fullmatch(value):
        return "must be one method, as GET"
    return _wrong_path(value) if attribute == "path" else ""


def _wrong_path(path: str) -> str:
    if not path.startswith("/"):
        return "must begin with /, as '/search' or '/search/*'"
    if "*" in unquote(path.removesuffix("/*")):
        return "must have a * only as /* at its end, as '/search/*'"
    return "must have no query, as none counts" if "?" in path or "#" in path else ""


def value_of(attribute: str, text: str) -> Value:
    """Return the value by which a rule is found."""
    if attribute == "address":
        network = ip_network(text)
        mapped = network.network_address.ipv4_mapped if isinstance(network, IPv6Network) else None
        if mapped is not None and network.prefixlen >= 96:
            network = ip_network((int(mapped), network.prefixlen - 96))
        return network.version, network.prefixlen, int(network.network_address)
    if attribute == "path":
        return normal_path(text)
    return text.upper() if attribute == "method" else text


def is_header(name: str) -> bool:
    """Say whether a name is that of a header."""
    return name.startswith(_HEADER) and len(name) > len(_HEADER)


def is_name_of_header(name: str) -> bool:
    """Say whether there can be a header of this name."""
    return is_header(name) and _ONE_WORD.fullmatch(name.removeprefix(_HEADER)) is not None
