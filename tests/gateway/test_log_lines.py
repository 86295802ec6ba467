"""What lines of access logs say, as odd as they come."""

import json

import pytest

from ratelimit.gateway.replay import Log
from ratelimit.gateway.replay.instant import instant

TEN = instant("2026-11-29T10:00:00Z")
REST = '[29/Nov/2026:10:00:00 +0000] "GET /a HTTP/1.1" 200 612 "-" "curl/8.5.0"'
ENVOY = '[2026-11-29T10:00:00Z] "GET /a HTTP/1.1" 200 - 0 0 1 - "192.0.2.1" "{}" "id-1" "shop.example" "10.0.0.1:80"'


def request(line, **options):
    """Return the request of a line that can be read."""
    log = Log([line], **options)
    found = list(log)
    assert not log.bad_lines
    assert found[0].now == TEN
    return found[0].request


def said(**fields):
    return request(json.dumps({"time": TEN // 10**9, **fields}))


@pytest.mark.parametrize("number", ["1e9999999999999999999", "1e-9999999999999999999"])
@pytest.mark.parametrize("name", ["time", "x"])
def test_a_number_that_no_computer_has_makes_a_bad_line(name, number):
    log = Log([f'{{"time": 1, "{name}": {number}}}'])
    assert list(log) == []
    assert log.bad_lines == {1: "line must have numbers of a usual size"}


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "::1", "gone.example", "192.0.2.1:5000"])
@pytest.mark.parametrize("user", ["ann", "ann b c", "a [b", "[a] x", "x [01/Jan/2000:00:00:00 +0000]"])
def test_a_user_may_be_any_text(host, user):
    found = request(f"{host} - {user} {REST}")
    assert (found.consumer, found.ip) == (user, host.removesuffix(":5000"))


@pytest.mark.parametrize("user", ["-", '""', ""])
def test_no_user_is_none(user):
    found = request(f"192.0.2.1 - {user} {REST}")
    assert (found.consumer, found.path) == (None, "/a")


def test_the_virtual_host_that_apache_may_write_first_is_no_address():
    found = request(f"shop.example:443 192.0.2.1 - - {REST}")
    assert (found.ip, found.consumer) == ("192.0.2.1", None)
    assert request(f"shop.example:443 2001:db8::1 - ann b {REST}")[:6] == ("ann b", None, (), None, None, "2001:db8::1")


def test_what_a_log_escapes_is_read_as_it_was_sent():
    nginx = request(f"192.0.2.1 - - {REST}".replace("/a", r"/\xC3\xA9\x22\x5Cx41").replace("curl", r"\x22c\x22"))
    assert (nginx.path, nginx.headers["user-agent"]) == ('/é"\\x41', '"c"/8.5.0')
    apache = request(f"192.0.2.1 - - {REST}".replace("/a", r"/\xc3\xa9\"\\x41\t\xff"))
    assert apache.path == '/é"\\x41\t\\xff'


def test_a_percent_in_a_path_stays():
    assert request(f"192.0.2.1 - - {REST}".replace("/a", "/%22?b=%20")).path == "/%22?b=%20"


@pytest.mark.parametrize("agent", ['x "y"', "x\\", '"', 'a" "b', "", "x" * 10_000])
def test_a_user_agent_in_envoys_log_may_have_quotes(agent):
    found = request(ENVOY.format(agent))
    assert (found.ip, found.headers["x-request-id"], found.headers["host"]) == ("192.0.2.1", "id-1", "shop.example")
    assert found.headers.get("user-agent", "") == agent


def test_a_request_that_envoy_could_not_read_has_no_path():
    assert request(ENVOY.format("-").replace("GET /a", "- -"))[6:8] == (None, None)


@pytest.mark.parametrize(
    "line",
    [
        "192.0.2.1 - " + "a [b " * 200_000,
        "192.0.2.1 - " + '[x] "' * 200_000,
        ENVOY.format('" "' * 200_000) + '"',
        f"192.0.2.1 - - {REST}".replace("/a", "\\x" * 200_000 + '"'),
    ],
    ids=["brackets", "quotes", "agents", "escapes"],
)
def test_a_line_of_a_million_characters_is_read_in_a_moment(line):
    assert len(list(Log([line, f"192.0.2.1 - - {REST}"]))) <= 2  # what takes as long as its square doesn't end


def test_the_most_exact_time_counts():
    exact, coarse = "2026-11-29T10:00:00.000000Z", "2026-11-29T10:00:03Z"
    for line in ({"StartUTC": exact, "time": coarse}, {"msec": "1795946400.000", "time_local": coarse}):
        assert request(json.dumps(line)) is not None


def test_what_stands_for_nothing_gives_way_to_another_name():
    found = request(json.dumps({"time": "", "ts": "-", "msec": TEN // 10**9, "ip": "-", "remote_addr": "192.0.2.1"}))
    assert found.ip == "192.0.2.1"


@pytest.mark.parametrize(
    ("fields", "consumer"),
    [({"user_id": "ann"}, "ann"), ({"ClientUsername": "ann"}, "ann"), ({"ClientUsername": "-"}, None)],
)
def test_the_users_of_caddy_and_traefik_are_consumers(fields, consumer):
    assert said(**fields).consumer == consumer


def test_the_router_and_the_service_of_traefik_are_the_route_and_the_service():
    assert said(RouterName="api@file", ServiceName="shop@file")[3:5] == ("api@file", "shop@file")


@pytest.mark.parametrize(
    ("text", "ip"),
    [
        ("192.0.2.1:5000", "192.0.2.1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
    ],
)
def test_an_address_has_one_spelling(text, ip):
    assert said(ip=text).ip == ip


def test_an_array_of_json_is_told_to_be_one():
    log = Log(['[{"time": 1}, {"time": 2}]'])
    assert list(log) == []
    assert log.bad_lines[1].startswith("line must be one object, got '[{")


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-29T10:00:00+00:00",
        "2026-11-29T10:00:00.000000000Z",
        "2026-11-29T15:30:00+0530",
        "20261129T100000Z",
        "2026-11-29T10:00:00",
        "29/Nov/2026:23:00:00 +1300",
        "29/Nov/2026:06:30:00 -0330",
    ],
)
def test_a_time_may_be_of_any_zone(text):
    assert instant(text) == TEN


def test_where_clocks_go_back_no_time_does():
    before, after = "25/Oct/2026:02:59:59 +0200", "25/Oct/2026:02:00:00 +0100"
    assert instant(after) - instant(before) == 10**9
