"""Whom a request comes from: nobody can choose a key of somebody else's, and garbage is no key that many share."""

import copy
import pickle
from ipaddress import IPv4Address, IPv6Address, IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratelimit.web.client_key import NO_PEER, ClientKey

PROXIES = ["10.0.0.0/8", "fd00::/8"]
PROXY = "10.0.0.1"
GARBAGE = [
    "unknown",
    "_hidden",
    "-",
    "1.2.3",
    "1.2.3.4.5",
    "300.1.1.1",
    "::g",
    "evil.example",
    "1.2.3.4 5",
    "[::1",
    "'",
]

v4 = st.ip_addresses(v=4)
v6 = st.ip_addresses(v=6).filter(lambda address: address.ipv4_mapped is None)
outside_v4 = v4.filter(lambda address: not str(address).startswith("10."))
addresses = outside_v4 | v6.filter(lambda address: not str(address).startswith("fd"))
trusted = st.sampled_from(["10.0.0.2", "10.255.0.9", "fd00::7", "::ffff:10.1.1.1"])
junk = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=30)
text = st.text('\\",;= fFor.:[]18', max_size=12) | junk


def key(peer, *lines, **options):
    return ClientKey(**{"trusted": PROXIES, **options}).of(peer, lines)


def plain(address):
    return str(address) if address.version == 4 else str(IPv6Network((int(address), 64), strict=False))


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(addresses, junk)
def test_a_peer_that_is_not_trusted_is_the_client_whatever_it_writes(peer, line):
    assert key(str(peer), line) == plain(peer)


@given(addresses, st.lists(trusted, max_size=3), st.lists(junk, max_size=3), st.booleans())
def test_the_rightmost_that_is_not_trusted_is_the_client_whatever_stands_before_it(client, proxies, before, in_lines):
    entries = [*before, str(client), *proxies]
    lines = entries if in_lines else [",".join(entries)]
    assert key(PROXY, *lines) == plain(client)


@given(addresses, st.lists(trusted, max_size=3), junk)
def test_the_same_holds_for_forwarded(client, proxies, before):
    text = [f'for="[{a}]"' if ":" in str(a) else f"for={a}" for a in [client, *proxies]]
    assert key(PROXY, ", ".join([before, *text]), header="Forwarded") == plain(client)


@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_garbage_ends_the_search_and_the_last_good_address_counts(garbage, header):
    shape = "for={}" if header == "Forwarded" else "{}"
    line = ", ".join(shape.format(entry) for entry in ["6.6.6.6", garbage, "10.0.0.5", "10.0.0.6"])
    assert key(PROXY, line, header=header) == "10.0.0.5"
    assert key(PROXY, shape.format(garbage), header=header) == PROXY


def test_if_all_are_trusted_the_leftmost_is_the_client():
    assert key(PROXY, "10.0.0.9, 10.0.0.8", "10.0.0.7") == "10.0.0.9"


def test_a_trusted_peer_without_the_header_is_the_client():
    assert key(PROXY) == PROXY


def test_empty_entries_are_none():
    assert key(PROXY, "6.6.6.6, 1.2.3.4, ,", "", "10.0.0.5,") == "1.2.3.4"


def test_no_header_is_read_unless_somebody_is_trusted():
    assert ClientKey().of(PROXY, ["1.2.3.4"]) == PROXY


@pytest.mark.parametrize("entry", [
    "1.2.3.4", "1.2.3.4:80", "1.2.3.4:_x", "::ffff:1.2.3.4", "::ffff:102:304", "[::ffff:1.2.3.4]:443", "::FFFF:1.2.3.4",
    "::ffff:1.2.3.4%eth0",
])  # fmt: skip
def test_one_ipv4_client_has_one_key_however_it_is_written(entry):
    assert key(PROXY, entry) == "1.2.3.4"
    assert key(entry) == "1.2.3.4"


@pytest.mark.parametrize(
    "entry", ["2001:db8::1", "2001:DB8:0:0:1::9", "[2001:db8::2]:8080", "[2001:db8::2]", "2001:db8::3%1"]
)
def test_one_ipv6_network_is_one_client(entry):
    assert key(PROXY, entry) == key(entry) == "2001:db8::/64"


@given(v6, v6, st.integers(1, 128))
def test_ipv6_addresses_share_a_key_if_their_first_bits_are_the_same(one, other, bits):
    same = int(one) >> (128 - bits) == int(other) >> (128 - bits)
    assert (key(str(one), ipv6_prefix=bits) == key(str(other), ipv6_prefix=bits)) == same


@given(v4, v4)
def test_ipv4_addresses_never_share_a_key(one, other):
    assert (key(str(one), trusted=()) == key(str(other), trusted=())) == (one == other)


@given(v4, v4)
def test_mapped_ipv4_addresses_do_not_share_the_key_of_a_network(one, other):
    keys = {key(f"::ffff:{address}", trusted=()) for address in (one, other)}
    assert len(keys) == len({one, other})


@pytest.mark.parametrize("network", ["::ffff:10.0.0.0/104", "10.0.0.0/8"])
@pytest.mark.parametrize("peer", [PROXY, "::ffff:10.0.0.1", "::ffff:a00:1"])
def test_a_proxy_is_trusted_however_it_and_its_network_are_written(network, peer):
    assert key(peer, "1.2.3.4", trusted=[network]) == "1.2.3.4"


@pytest.mark.parametrize("peer", [None, ""])
def test_a_peer_without_an_address_has_a_key_of_its_own(peer):
    assert key(peer, "1.2.3.4") == NO_PEER


def test_a_proxy_on_a_unix_socket_can_be_trusted():
    assert key(None, "6.6.6.6, 1.2.3.4", trusted=["unix"]) == "1.2.3.4"
    assert key(None, "6.6.6.6, 1.2.3.4, 10.0.0.5", trusted=["unix", *PROXIES]) == "1.2.3.4"
    assert key(None, "unknown", trusted=["unix"]) == NO_PEER


def test_a_peer_that_is_no_address_is_its_own_key():
    assert key("testclient", "1.2.3.4") == "testclient"


@pytest.mark.parametrize(
    "before", ['for="', 'for=6.6.6.6;host="a', 'for="\\', 'for=6.6.6.6;by="x,', ";;;", 'for="[::1']
)
def test_a_quote_that_the_client_leaves_open_does_not_swallow_what_the_proxy_appends(before):
    assert key(PROXY, f"{before}, for=1.2.3.4", header="Forwarded") == "1.2.3.4"


@given(addresses, text, text, st.booleans(), junk)
def test_what_a_proxy_quotes_is_text_whatever_the_client_made_it_quote(client, host, by, is_first, before):
    pairs = [f'for="[{client}]"' if ":" in str(client) else f"for={client}", f"host={quoted(host)}"]
    element = ";".join([*(pairs if is_first else pairs[::-1]), f"by={quoted(by)}"])
    assert key(PROXY, f"{before}, {element}", header="Forwarded") == plain(client)


@pytest.mark.parametrize(
    "host", ["a,b", "a,for=8.8.8.8;x=", "a;for=8.8.8.8", "a, for=8.8.8.8", '",for=8.8.8.8;x="', "\\"]
)
def test_a_host_is_no_element_of_its_own(host):
    for element in (f"for=1.2.3.4;host={quoted(host)}", f"host={quoted(host)};for=1.2.3.4"):
        assert key(PROXY, f"for=6.6.6.6, {element}", header="Forwarded") == "1.2.3.4"
        assert key(PROXY, f"{element}, for=10.0.0.5;host={quoted(host)}", header="Forwarded") == "1.2.3.4"


def test_in_other_headers_a_quote_is_garbage():
    assert key(PROXY, '"6.6.6.6, 1.2.3.4, 10.0.0.5"') == PROXY
    assert key(PROXY, '"6.6.6.6, 1.2.3.4", 10.0.0.5') == "10.0.0.5"


@pytest.mark.parametrize("element", [
    "for=1.2.3.4", "For=1.2.3.4;proto=https", 'by=10.0.0.1; FOR="1.2.3.4:99" ;host=x', 'for="1.2.3.4"',
    'for="[::ffff:1.2.3.4]:_p"',
])  # fmt: skip
def test_an_element_of_forwarded_is_read_as_its_rfc_has_it(element):
    assert key(PROXY, element, header="forwarded") == "1.2.3.4"


@pytest.mark.parametrize(
    "element", ["for=1.2.3.4;for=6.6.6.6", "by=1.2.3.4", "xfor=1.2.3.4", 'for="1.2.3.4', "1.2.3.4"]
)
def test_an_element_that_does_not_tell_one_address_is_garbage(element):
    assert key(PROXY, element, header="Forwarded") == PROXY


def test_only_the_header_that_is_named_is_read():
    scope = {"client": (PROXY, 1), "headers": [(b"forwarded", b"for=6.6.6.6"), (b"x-forwarded-for", b"1.2.3.4")]}
    environ = {"REMOTE_ADDR": PROXY, "HTTP_FORWARDED": "for=6.6.6.6", "HTTP_X_FORWARDED_FOR": "1.2.3.4"}
    by_default, by_forwarded = ClientKey(PROXIES), ClientKey(PROXIES, header="Forwarded")
    assert by_default.of_scope(scope) == by_default.of_environ(environ) == "1.2.3.4"
    assert by_forwarded.of_scope(scope) == by_forwarded.of_environ(environ) == "6.6.6.6"


def test_all_lines_of_the_header_count_in_their_order():
    lines = [(b"x-forwarded-for", b"6.6.6.6"), (b"a", b"b"), (b"x-forwarded-for", b"1.2.3.4, 10.0.0.4")]
    assert ClientKey(PROXIES).of_scope({"client": (PROXY, 1), "headers": lines}) == "1.2.3.4"


@pytest.mark.parametrize("scope", [{"headers": []}, {"client": None, "headers": []}])
def test_a_scope_without_a_client_has_no_peer(scope):
    assert ClientKey().of_scope(scope) == NO_PEER
    assert ClientKey(["unix"]).of_scope(scope) == NO_PEER


def test_an_environ_without_an_address_has_no_peer():
    assert ClientKey().of_environ({}) == ClientKey(["unix"]).of_environ({"REMOTE_ADDR": ""}) == NO_PEER


def test_what_is_trusted_must_be_networks():
    with pytest.raises(ValueError, match=r"trusted must be networks, as '10\.0\.0\.0/8', or 'unix', got 'proxy'"):
        ClientKey(["proxy"])
    with pytest.raises(TypeError, match=r"trusted must be several networks, got the one text '10\.0\.0\.1'"):
        ClientKey("10.0.0.1")


@pytest.mark.parametrize("bits", [0, 129, True, 64.0])
def test_a_prefix_has_1_to_128_bits(bits):
    with pytest.raises(ValueError, match="ipv6_prefix must be from 1 to 128 bits, got"):
        ClientKey(ipv6_prefix=bits)


@given(junk)
def test_no_text_raises(text):
    for header in ("Forwarded", "X-Forwarded-For"):
        assert isinstance(key(PROXY, text, header=header), str)
        assert isinstance(key(text, text, header=header), str)


def test_single_addresses_are_networks_too():
    assert key("1.1.1.1", "1.2.3.4", trusted=[str(IPv4Address("1.1.1.1"))]) == "1.2.3.4"
    assert key("2001:db8::1", "1.2.3.4", trusted=[str(IPv6Address("2001:db8::1"))]) == "1.2.3.4"


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"trusted": [5]}, TypeError, "trusted must be networks, as '10.0.0.0/8', or 'unix', got 5"),
        ({"header": ""}, ValueError, "header must be the name of a header, got none"),
        ({"header": None}, TypeError, "header must be the name of a header, got None"),
    ],
)
def test_what_can_be_no_key_is_told(options, error, message):
    with pytest.raises(error, match=message):
        ClientKey(**options)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda key: pickle.loads(pickle.dumps(key))])  # noqa: S301  our own
def test_a_copy_does_the_same(copied):
    key = copied(ClientKey(["10.0.0.0/8", "unix"], header="Forwarded", ipv6_prefix=56))
    assert key.of("10.0.0.1", ["for=192.0.2.1"]) == key.of(None, ["for=192.0.2.1"]) == "192.0.2.1"
    assert key.of("2001:db8::1") == "2001:db8::/56"
