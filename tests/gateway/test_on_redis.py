"""Several services count together on Redis."""

import json
from uuid import uuid4

import pytest

from benchmarks.gateway.stage import patient
from katas.grader.redis.servers.server import NoServer, server_url
from tests.gateway.running import OK, OVER, service, write


@pytest.fixture(scope="module")
def url():
    try:
        with server_url() as address:
            yield patient(address)
    except NoServer as reason:
        pytest.skip(str(reason))


@pytest.fixture
def policy(tmp_path):
    name = uuid4().hex  # a counter of its own
    return write(
        tmp_path / "policy.yaml",
        f"""
        policies:
          - {{name: mine {name}, limits: 5 per 10 days}}
          - {{name: heavy {name}, limits: 3 per 20 days, weight: 2, route: heavy}}
          - {{name: all {name}, limits: 6 per 10 days, global: true, count_by: everybody}}
        """,
    )


def test_two_services_on_one_server_grant_exactly_the_limit(url, policy):
    with service(policy, "--redis", url) as one, service(policy, "--redis", url) as other:
        asked = [each.ask({"consumer": "ann"}).overall_code for _ in range(5) for each in (one, other)]
        assert asked == [OK] * 5 + [OVER] * 5
        assert [each.ask({"consumer": "ben"}).overall_code for each in (one, other)] == [OK, OVER]


def test_policies_of_different_weights_count_all_or_nothing_there_too(url, policy):
    with service(policy, "--redis", url) as running:
        assert running.grants(3, {"consumer": "ann", "route": "heavy"}) == 1
        assert running.grants(9, {"consumer": "ben"}) == 5


def test_while_the_server_is_away_each_policy_says_what_to_do(tmp_path):
    policy = write(
        tmp_path / "policy.yaml",
        """
        policies:
          - {name: open, limits: 1/day}
          - {name: closed, limits: 1/day, route: strict, on_error: deny}
        """,
    )
    with service(policy, "--redis", "redis://127.0.0.1:1/0") as running:
        assert [running.ask({"route": "any"}).overall_code for _ in range(3)] == [OK] * 3
        refused = running.ask({"route": "strict"})
        assert (refused.overall_code, json.loads(refused.raw_body)["status"]) == (OVER, 429)
        assert next((each.key, each.value) for each in refused.response_headers_to_add) == ("retry-after", "1")
