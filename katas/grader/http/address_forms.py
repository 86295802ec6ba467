"""Every form in which an address can be written, and what is nearly one: as an entry, behind one, and as the peer."""

from collections.abc import Iterable, Iterator, Sequence
from ipaddress import ip_network
from itertools import combinations, product

from katas.grader.http.exchange import Exchange, Request
from katas.grader.http.inputs import GARBAGE, MINUTE, TRUSTED

PROXY, STRANGER = "10.0.0.1", "198.51.100.4"  # trusted, and not
LINK = "fe80::7"  # trusted too; where it stands, a zone may follow
FOURS = ("192.0.2.7", "10.0.0.2")
SIXES = (
    "2001:db8:0:7::1",
    "2001:db8:ffff::2",
    "::ffff:192.0.2.7",
    "::ffff:10.0.0.2",
    "fe80::7%eth0",
    "2001:470:1:7::2",
)
LONG = "2001:db8:1234:abcd:1:2:3:4"  # as long as a key can be
TUNNELS = ("2002:c000:207::1", "64:ff9b::c000:207", "2001:0:c000:207::1", "::c000:207")  # with an IPv4 address inside
FOUR_FORMS = ("{}", "\t{} ", "{}:8", "{}:54321", " {}:443\t", "{}:0", "{}:65535")
SIX_FORMS = ("{}", "\t{} ", "[{}]", "[{}]:8", "[{}]:54321", " [{}]:443\t")
SPELLED = (  # the same ones otherwise, and with other zones
    *("2001:DB8:FFFF::2", "2001:0db8:ffff:0000:0000:0000:0000:0002", "2001:DB8:0:7::1"),
    *("::FFFF:10.0.0.2", "::ffff:a00:2", "0:0:0:0:0:ffff:192.0.2.7", "FE80::7"),
    *("FE80::7%ETH0", "fe80::7%2", "fe80::7%br-lan.2", "fe80::8%eth0", "2001:db8:ffff::2%eth0", "::ffff:10.0.0.2%eth0"),
    *("fe80::%eth0", "2001:db8:0:7::%2", "2001:db8:0:7::"),  # what is an address of its network as it is
)
SPELLED_FORMS = ("{}", "[{}]:0", "[{}]:65535")
NO_FORMS = ("\xff{}", "{}\xe9", "\xc3{}", "\x22{}\x22", "for={}", "{};", "{} -", "({})", "http://{}")
ODD = (  # bytes that no address has: left out, or read as nothing, they leave one
    *("\x00", "\x01", "\x1b", "\x7f", "\x80", "\x9f", "\xad", "\xb2", "\xff"),
    *("\xc3\xa9", "\xe2\x80\x8b", "\xef\xbb\xbf"),  # in UTF-8: an accented e, a space of no width, a byte order mark
)
BLANKS = ("", " ", "\t", " \t ", ",", ", ,")  # empty entries
WRITTEN = (  # networks in words that `ip_network` reads as well
    ("10.0.0.0/255.0.0.0", "2001:DB8:FFFF::/48", "fe80::7"),
    ("10.0.0.0/0.255.255.255", "2001:0db8:ffff:0::/48", "FE80::7/128"),
    ("10.0.0.2/32", "2001:DB8:FFFF:0::2", "FE80::7"),
)

NESTS = (  # in each other, beside each other, one address alone, everything
    ("10.0.0.0/8", "10.0.0.0/24", "10.1.2.0/24", "10.1.2.8/31", "10.1.2.9", "11.0.0.0/16", "0.0.0.0/0"),
    (
        *("2001:db8::/32", "2001:db8::/64", "2001:db8:0:12::/64", "2001:db8:0:12::8/127", "2001:db8:0:12::9"),
        *("2001:db9::/56", "::/0"),
    ),
)


def every_form() -> Iterator[Exchange]:
    """Yield each address in each form that it may have, and what is none: among it, addresses glued to something."""
    for addresses, forms in ((FOURS, FOUR_FORMS), ((*SIXES, LONG, *TUNNELS), SIX_FORMS), (SPELLED, SPELLED_FORMS)):
        for address in addresses:
            texts = [form.format(address) for form in forms]
            yield _exchange([*_entries(texts), *_peers(texts)])
    for address in (*FOURS, *SIXES):
        texts = [form.format(address) for form in NO_FORMS]
        yield _exchange([*_entries(texts), *_peers(texts, ((STRANGER,),))])
    yield _exchange([*_entries(GARBAGE), *_peers(GARBAGE, ((STRANGER,),))])


def every_odd_byte() -> Iterator[Exchange]:
    """Yield entries with bytes before an address, in it and after it that make it none."""
    for address, odd in product((FOURS[1], SIXES[1]), ODD):
        yield _exchange(_entries([f"{odd}{address}", f"{address[:5]}{odd}{address[5:]}", f"{address}{odd}"]))


def every_blank() -> Iterator[Exchange]:
    """Yield chains with an empty entry at each place, and with an empty line."""
    for blank in BLANKS:
        chains = (
            (f"{STRANGER}, 10.0.0.2,{blank}",),
            (f"{STRANGER},{blank},10.0.0.2",),
            (f"{STRANGER},{blank}", "10.0.0.2"),
            (STRANGER, f"{blank},10.0.0.2"),
            (STRANGER, "10.0.0.2", blank),
            (STRANGER, blank, "10.0.0.2"),
        )
        yield Exchange(MINUTE, TRUSTED, requests=tuple(Request(client=PROXY, forwarded=chain) for chain in chains))


def every_network() -> Iterator[Exchange]:
    """Yield proxies in networks that are written in other words."""
    for trusted in WRITTEN:
        yield _exchange(_peers(("10.0.0.2", "2001:db8:ffff::2", "fe80::7%eth0", "192.0.2.7")), trusted)


def every_nest() -> Iterator[Exchange]:
    """Yield networks in any order, of which some hold others, and peers at their ends and just outside."""
    for place, pair in enumerate(pair for nest in NESTS for pair in combinations(nest, 2)):
        yield _at_ends(pair[::-1] if place % 2 else pair)
    four, six = (nest[:-1] for nest in NESTS)
    yield _at_ends((*four, *six, *four[:3], *six[:3]))  # some of them twice
    yield _at_ends((*four[::-1], *six[::-1]))
    yield _at_ends([each for both in zip(four[2:] + four[:2], six[::-1], strict=True) for each in both])


def _at_ends(trusted: Sequence[str]) -> Exchange:
    peers = dict[str, None]()
    for network in map(ip_network, trusted):
        first, last = network.network_address, network.broadcast_address
        kind, most = type(first), 2**network.max_prefixlen
        ends = (int(first), int(last), int(first) - 1, int(last) + 1)
        peers |= {str(kind(number)): None for number in ends if network.prefixlen and 0 <= number < most}
    return _exchange(_peers(peers, ((STRANGER,),)), tuple(trusted))


def _entries(texts: Iterable[str]) -> list[Request]:
    """Return requests in which each text is the only entry, and the one behind another."""
    chains = [chain for text in texts for chain in (text, f"{STRANGER}, {text}")]
    return [Request(client=PROXY, forwarded=(chain,)) for chain in chains]


def _peers(texts: Iterable[str], lines: tuple[tuple[str, ...], ...] = ((), (STRANGER,))) -> list[Request]:
    """Return requests in which each text is the peer, without an entry and with one."""
    return [Request(client=text, forwarded=each) for text in texts for each in lines]


def _exchange(requests: list[Request], trusted: tuple[str, ...] = (*TRUSTED, LINK)) -> Exchange:
    return Exchange(MINUTE, trusted, requests=tuple(requests))
