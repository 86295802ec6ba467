"""Whom a request comes from, as far as that can be trusted."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

NO_PEER = "no peer"
"""The key of all requests that come over a unix socket, or from a server that doesn't tell the peer."""

UNIX = "unix"
"""Stands among the trusted networks for a peer without an address."""

_PORT = r"(?::(?:[0-9]{1,5}|_[A-Za-z0-9._-]+))?"  # RFC 7239 knows made-up ports as well
_IN_BRACKETS = re.compile(rf"\[([^\]]*)\]{_PORT}")
_IPV4_WITH_PORT = re.compile(rf"([0-9.]+){_PORT}")
_FOR = re.compile(r'\s*for=("?)([^"\\]*)\1\s*', re.IGNORECASE)

# Of a text that is read backwards. A quote with an odd number of backslashes before it stands inside of its string.
_QUOTED = r'"(?:[^"]++|"(?=\\(?:\\\\)*+(?!\\)))*+(?:"|\Z)'
_ELEMENT = re.compile(rf'(?:[^",]++|{_QUOTED})++')
_PAIR = re.compile(rf'(?:[^";]++|{_QUOTED})++')


class ClientKey:
    """Makes the key of a client from its address.

    The address is the peer's. If the peer is one of your own proxies, it is the rightmost in the header that is no
    trusted network's: each proxy appends the address that it got the request from, and what stands before that anybody
    may have made up. If all are trusted, it is the leftmost. An entry that is no address ends the search, and the last
    good one counts.

    An IPv6 address stands for its network, as one client has all of it; an IPv4 address that is written as IPv6
    (`::ffff:1.2.3.4`) is an IPv4 address. Zones and ports don't count. A peer that is no address is its own key.

    trusted: your proxies: networks or addresses; "unix" for those that connect over a unix socket. By default there
        are none, and no header is read.
    header: the one that your proxies append to, `X-Forwarded-For` or `Forwarded`. The other is not read: a proxy that
        doesn't know it lets through what the client wrote. Other headers are read as `X-Forwarded-For` is.
    ipv6_prefix: how many bits of an IPv6 address one client has.

    Behind a server that puts an address from the header into the request itself (uvicorn's `--forwarded-allow-ips`,
    for one), this is the peer: don't let it trust more than your proxies.
    """

    __slots__ = ("_cached", "_ipv6_prefix", "_is_forwarded", "_name", "_trusted", "_trusts_unix", "_variable", "header")

    def __init__(
        self, trusted: Iterable[str | Network] = (), *, header: str = "X-Forwarded-For", ipv6_prefix: int = 64
    ) -> None:
        if isinstance(trusted, str):
            raise TypeError(f"trusted must be several networks, got the one text {trusted!r}: put it in a list")
        if isinstance(ipv6_prefix, bool) or not isinstance(ipv6_prefix, int) or not 1 <= ipv6_prefix <= 128:
            raise ValueError(f"ipv6_prefix must be from 1 to 128 bits, got {ipv6_prefix!r}")
        if not isinstance(header, str):
            raise TypeError(f"header must be the name of a header, got {header!r}")
        if not header:
            raise ValueError("header must be the name of a header, got none")
        several = list(trusted)
        self._trusts_unix = UNIX in several
        self._trusted = [_network(network) for network in several if network != UNIX]
        self._is_forwarded = header.lower() == "forwarded"
        self.header = header
        self._name = header.lower().encode("latin-1")
        self._variable = f"HTTP_{header.upper().replace('-', '_')}"
        self._ipv6_prefix = ipv6_prefix
        self._cached = lru_cache(4096)(self._of)

    def __reduce__(self) -> tuple[Any, ...]:
        trusted = [*map(str, self._trusted), *[UNIX] * self._trusts_unix]
        return partial(ClientKey, header=self.header, ipv6_prefix=self._ipv6_prefix), (trusted,)

    def of_scope(self, scope: Any) -> str:
        """Return the key of the client of an ASGI scope."""
        client = scope.get("client")
        peer = client[0] if client else None
        if not self._trusted and not self._trusts_unix:
            return self._cached(peer, ())
        name = self._name
        return self._cached(peer, tuple([value.decode("latin-1") for key, value in scope["headers"] if key == name]))

    def of_environ(self, environ: Any) -> str:
        """Return the key of the client of a WSGI environ."""
        peer = environ.get("REMOTE_ADDR")
        if not self._trusted and not self._trusts_unix:
            return self._cached(peer, ())
        value = environ.get(self._variable)
        return self._cached(peer, () if value is None else (value,))

    def of(self, peer: str | None, lines: Sequence[str] = ()) -> str:
        """Return the key of a client: by the address of the peer, if it has one, and by the header's lines."""
        return self._cached(peer, tuple(lines) if self._trusted or self._trusts_unix else ())

    def _of(self, peer: str | None, lines: tuple[str, ...]) -> str:
        address = _address(peer) if peer else None
        if peer and address is None:
            return peer
        if not self._is_trusted(address):
            return self._key(address)
        for entry in _from_the_right(lines, _elements if self._is_forwarded else _entries):
            further = _address(_for(entry) if self._is_forwarded else entry)
            if further is None:
                break
            address = further
            if not self._is_trusted(address):
                break
        return self._key(address)

    def _is_trusted(self, address: Address | None) -> bool:
        if address is None:
            return self._trusts_unix
        return any(address in network for network in self._trusted)  # never in one of the other version

    def _key(self, address: Address | None) -> str:
        if address is None:
            return NO_PEER
        if isinstance(address, IPv4Address):
            return str(address)
        return str(IPv6Network((int(address), self._ipv6_prefix), strict=False))


def _network(text: str | Network) -> Network:
    """Return a network; one of mapped IPv4 addresses as IPv4. Raises `ValueError` for what is none."""
    if isinstance(text, int | bytes):
        raise TypeError(f"trusted must be networks, as '10.0.0.0/8', or 'unix', got {text!r}")
    try:
        network = ip_network(text)
    except ValueError as error:
        raise ValueError(f"trusted must be networks, as '10.0.0.0/8', or 'unix', got {text!r}: {error}") from error
    mapped = network.network_address.ipv4_mapped if isinstance(network, IPv6Network) else None
    if mapped is not None and network.prefixlen >= 96:
        return IPv4Network((mapped, network.prefixlen - 96))
    return network


def _from_the_right(lines: Sequence[str], split: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """Yield the entries of a list, last one first. Empty ones don't count (RFC 9110, 5.6.1)."""
    for line in reversed(lines):
        for entry in split(line):
            stripped = entry.strip(" \t")
            if stripped:
                yield stripped


def _entries(line: str) -> Iterable[str]:
    return reversed(line.split(","))


def _elements(line: str, part: re.Pattern[str] = _ELEMENT) -> Iterator[str]:
    """Yield the elements of `Forwarded`, last one first. What separates them may stand in quotes, where it is text.

    It is read backwards: else a quote that the client left open would swallow what proxies append.
    """
    for match in part.finditer(line[::-1]):
        yield match[0][::-1]


def _for(element: str) -> str:
    """Return who a proxy got the request from, by its element of `Forwarded`; empty if it doesn't tell it once."""
    found = [match[2] for pair in _elements(element, _PAIR) if (match := _FOR.fullmatch(pair))]
    return found[0] if len(found) == 1 else ""


def _address(text: str) -> Address | None:
    """Return the address that an entry is, whatever its port, or None if it is none."""
    match = _IN_BRACKETS.fullmatch(text) or _IPV4_WITH_PORT.fullmatch(text)
    try:
        address = ip_address(match[1] if match else text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return address if mapped is None else mapped
