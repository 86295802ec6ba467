"""Who asks, by the contract: written as a search over all addresses, from the peer on."""

import re
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network
from itertools import takewhile

Address = IPv4Address | IPv6Address
NOBODY = "unknown"
_PORTED = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+(?:%[^%\[\]]+)?)\]|(?P<four>[0-9.]+))(?::[0-9]+)?")


def key_of(peer: str | None, lines: Sequence[str], trusted: Sequence[str]) -> str:
    """Return the key of a request."""
    entries = [entry for line in lines for entry in line.split(",")]
    chain = [read(entry) for entry in [*entries, peer or ""]][::-1]
    good = list(takewhile(lambda address: address is not None, chain))
    if not good:
        return NOBODY
    stranger = next((each for each in good if each and not is_trusted(each, trusted)), good[-1])
    return shown(stranger) if stranger else NOBODY


@lru_cache(1000)
def read(text: str) -> Address | None:
    """Read an address; None if it is none."""
    text = text.strip(" \t")
    found = _PORTED.fullmatch(text)
    text = (found["six"] or found["four"]) if found else text
    try:
        return IPv4Address(text)
    except AddressValueError:
        pass
    try:
        address = IPv6Address(text.partition("%")[0])
    except AddressValueError:
        return None
    return address.ipv4_mapped or address


def is_trusted(address: Address, trusted: Sequence[str]) -> bool:
    """Whether one of the networks has it."""
    four, number = isinstance(address, IPv4Address), int(address)
    for text in trusted:
        of_four, low, high = _network(text)
        if of_four is four and low <= number <= high:
            return True
    return False


@lru_cache(1000)
def _network(text: str) -> tuple[bool, int, int]:
    """Return whether it is one of IPv4 addresses, the first of them and the last."""
    network = IPv6Network(text) if ":" in text else IPv4Network(text)
    return isinstance(network, IPv4Network), int(network.network_address), int(network.broadcast_address)


def shown(address: Address) -> str:
    """Return the key of an address."""
    if isinstance(address, IPv4Address):
        return str(address)
    return f"{IPv6Address(int(address) >> 64 << 64)}/64"
