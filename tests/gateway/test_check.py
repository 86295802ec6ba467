"""What gateways are answered that ask over HTTP."""

import asyncio

import pytest

from ratelimit.gateway import Counters
from ratelimit.gateway.check import Check
from ratelimit.gateway.gateway import Gateway
from ratelimit.web import SharedMemory
from tests.gateway.running import write

POLICY = """\
domain: shop
policies:
  - {name: default, limits: 1/minute}
  - {name: search, limits: 1/minute, when: {path: /search/*, method: GET}}
  - {name: coffee, limits: 1/minute, when: {path: /café/*}}
  - {name: ann, limits: 1/minute, consumer: ann}
  - {name: gold, limits: 1/minute, group: gold, service: s}
  - {name: route, limits: 1/minute, route: r}
  - {name: beta, limits: 1/minute, when: {headers: {X-Beta: "1"}}}
  - {name: key, limits: 1/minute, when: {credential: k}}
  - {name: address, limits: 1/minute, when: {address: "2001:db8::5"}}
  - {name: never, limits: 1/minute, route: never, on_error: deny}
"""


def unreachable(*_, **__):
    class Limiter:
        def hit(self, *_):
            raise ConnectionError("no server")

    return Limiter()


@pytest.fixture
def new_limiter():
    return SharedMemory(lambda: 0)


@pytest.fixture
def watched():
    return []


@pytest.fixture
def get(tmp_path, new_limiter, watched):
    write(tmp_path / "policy.yaml", POLICY)
    write(tmp_path / "envoy.yaml", "domain: envoy\ndescriptors: []\n")
    gateway = Gateway([tmp_path], Counters(new_limiter), watchers=[lambda *told: watched.append(told)])
    app = Check(gateway, ["127.0.0.0/8"])

    def get(query="domain=shop", path="/check", **headers):
        scope = {
            "type": "http",
            "path": path,
            "query_string": query.encode(),
            "client": ("127.0.0.1", 1),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }
        sent = []

        async def send(message):
            sent.append(message)

        asyncio.run(app(scope, None, send))
        start, body = sent
        return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body["body"]

    return get


def test_a_request_passes_with_fields_and_the_next_one_is_refused_with_a_problem(get):
    assert get() == (
        200,
        {"ratelimit-policy": '"default";q=1;w=60', "ratelimit": '"default";r=0;t=60', "content-length": "0"},
        b"",
    )
    status, headers, body = get()
    assert (status, headers["retry-after"], headers["content-type"]) == (429, "60", "application/problem+json")
    assert b'"violated-policies": ["default"]' in body
    assert get("domain=shop&refused=403")[0] == 403


@pytest.mark.parametrize(
    ("query", "headers", "policy"),
    [
        ("", {}, "default"),
        ("", {"x_original_uri": "/search/a?b", "x_original_method": "GET"}, "default"),  # a client's own
        ("", {"x_forwarded_uri": "/search/a?b", "x_forwarded_method": "GET"}, "search"),
        ("", {"x_forwarded_uri": "/café/a"}, "coffee"),
        ("", {"x_forwarded_uri": "/caf%C3%A9/a"}, "coffee"),
        ("&consumer=ann", {}, "ann"),
        ("&group=gold&group=z&service=s", {}, "gold"),
        ("&route=r", {}, "route"),
        ("&consumer=&group=", {}, "default"),
        ("&consumer=&consumer=ann", {}, "default"),  # a client's own, behind an empty variable
        ("", {"x_beta": "1"}, "beta"),
        ("&credential=k", {}, "key"),
    ],
)
def test_the_query_and_headers_tell_of_the_request(get, query, headers, policy):
    assert get(f"domain=shop{query}", **headers)[1]["ratelimit-policy"] == f'"{policy}";q=1;w=60'


def test_the_address_is_the_rightmost_that_is_not_trusted(get):
    assert get(x_forwarded_for="198.51.100.1, 192.0.2.1")[0] == 200
    assert get(x_forwarded_for="198.51.100.2, 192.0.2.1")[0] == 429
    assert get(x_forwarded_for="198.51.100.1, 192.0.2.2")[0] == 200


def test_an_address_of_ipv6_may_have_a_policy_and_its_network_counts(get):
    assert get(x_forwarded_for="2001:db8::5")[1]["ratelimit-policy"] == '"address";q=1;w=60'
    assert get(x_forwarded_for="2001:db8::6")[1]["ratelimit-policy"] == '"default";q=1;w=60'
    assert get(x_forwarded_for="2001:db8::7")[0] == 429


@pytest.mark.parametrize("new_limiter", [unreachable])
def test_a_refusal_without_counters_is_503_in_status_and_body(get):
    status, _, body = get("domain=shop&route=never")
    assert (status, b'"status": 503' in body) == (503, True)
    assert get("domain=shop&route=never&refused=403")[0] == 403


def test_a_domain_that_no_file_has_is_told_to_watchers(get, watched):
    assert get("domain=none")[0] == 200
    ((asked, verdict, _),) = watched
    assert (asked, verdict.allowed, verdict.policy) == ([], True, None)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ({"path": "/health"}, 200),
        ({"path": "/other"}, 404),
        ({"query": "domain=none"}, 200),
        ({"query": ""}, 400),
        ({"query": "domian=shop"}, 400),
        ({"query": "domain=shop&domian=shop"}, 400),
        ({"query": "domain=shop&consmer="}, 400),
        ({"query": "domain=shop&consumer=&refused="}, 200),
        ({"query": "domain=&consumer=ann"}, 400),
        ({"query": "domain=envoy"}, 400),
        ({"query": "domain=shop&refused=200"}, 400),
        ({"query": "domain=shop&refused=x"}, 400),
    ],
)
def test_other_requests(get, arguments, status):
    assert get(**arguments)[0] == status


def test_what_is_wrong_with_a_query_is_told(get):
    assert get("domain=shop&user=ann")[2].endswith(b"got 'user'\n")
    assert get("")[2] == b"domain must be in the query, as one of envoy, shop\n"


def test_domains_that_no_file_has_are_logged_once_each_and_not_without_end(get, caplog):
    for _ in range(2):
        get("domain=shpo")
    assert caplog.messages == ["No file is for the domain 'shpo', so its requests pass; there are: envoy, shop"]
    for number in range(200):
        get(f"domain={number}")
    assert len(caplog.messages) == 100
