"""What Envoy is answered."""

import json
import signal

import grpc
import pytest
from envoy.service.ratelimit.v3 import rls_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc

from tests.gateway.running import OK, OVER, PATIENCE, request, service, write

OURS = """\
domain: shop
consumers:
  ann: {credentials: [key-1]}
policies:
  - name: default
    limits: 2/day
    algorithm: fixed_window
  - {name: staff, limits: unlimited, consumer: staff}
  - {name: slow, limits: 1 per 10 days, route: slow}
  - {name: all, limits: 1000/day, global: true, count_by: everybody}
"""
ENVOYS = """\
domain: envoy
descriptors:
  - key: user
    rate_limit: {unit: day, requests_per_unit: 3}
  - key: all
    rate_limit: {unit: year, requests_per_unit: 5}
  - key: free
    rate_limit: {unlimited: true}
  - key: closed
    rate_limit: {unit: day, requests_per_unit: 0}
  - key: new
    rate_limit: {unit: year, requests_per_unit: 1}
    shadow_mode: true
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("policies")
    write(folder / "ours.yaml", OURS)
    write(folder / "envoy.yml", ENVOYS)
    with service(folder) as running:
        yield running


def fields(answer):
    return {header.key: header.value for header in answer.response_headers_to_add}


def envoy(running, *descriptors, **options):
    return running.ask(*descriptors, domain="envoy", **options)


def codes(answer):
    return [status.code for status in answer.statuses]


def test_a_granted_request_is_told_what_is_left(running):
    answer = running.ask({"remote_address": "192.0.2.1"})
    assert answer.overall_code == OK
    told = fields(answer)
    assert told.pop("ratelimit").startswith('"default";r=1;t=')
    assert told == {"ratelimit-policy": '"default";q=2;w=86400, "all";q=1000;w=86400'}
    (status,) = answer.statuses
    assert (status.code, status.limit_remaining, status.current_limit.requests_per_unit) == (OK, 1, 2)
    assert 0 < status.duration_until_reset.seconds <= 86400


def test_a_refused_request_is_told_how_long_to_wait_and_why(running):
    assert running.grants(3, {"remote_address": "192.0.2.2"}) == 2
    answer = running.ask({"remote_address": "192.0.2.2"})
    assert (answer.overall_code, codes(answer)) == (OVER, [OVER])
    told, problem = fields(answer), json.loads(answer.raw_body)
    assert told["content-type"] == "application/problem+json"
    assert (problem["status"], problem["violated-policies"]) == (429, ["default"])
    assert told["retry-after"] in problem["detail"]
    assert abs(int(told["retry-after"]) - answer.statuses[0].duration_until_reset.seconds) <= 1


def test_entries_tell_of_the_request_and_others_are_headers(running):
    assert running.grants(4, {"credential": "key-1"}) == 2
    assert running.grants(4, {"consumer": "ann"}) == 0
    assert running.grants(4, {"consumer": "staff", "x-any": "header"}) == 4
    assert running.grants(4, {"route": "slow"}, {"remote_address": "192.0.2.3"}) == 1


def test_headers_that_are_no_utf_8_count_as_any_other(running):
    ask = running.channel.unary_unary(
        "/envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit",
        request_serializer=lambda message: message.SerializeToString().replace(b"zz", b"\xff\xfe"),
        response_deserializer=rls_pb2.RateLimitResponse.FromString,
    )
    ours = request({"remote_address": "192.0.2.77"}, {"x-api-key": "zz"})
    assert [ask(ours, timeout=PATIENCE).overall_code for _ in range(3)] == [OK, OK, OVER]
    theirs = request({"user": "zz", "hits_addend": 2}, domain="envoy")
    assert [ask(theirs, timeout=PATIENCE).overall_code for _ in range(2)] == [OK, OVER]


def test_a_long_request_counts_as_a_short_one_does(running):
    address, long = {"remote_address": "192.0.2.4"}, {"path": f"/{'a' * 5000}"}
    assert running.grants(2, address, long) == 2
    assert [running.ask(address, *more).overall_code for more in ([long], [])] == [OVER, OVER]


def test_a_domain_that_no_file_has_passes(running):
    answer = running.ask({"user": "ann"}, domain="elsewhere")
    assert (answer.overall_code, codes(answer)) == (OK, [OK])


@pytest.mark.parametrize("wrong", [{"domain": ""}, {}])
def test_a_request_without_a_domain_or_descriptors_is_an_error(running, wrong):
    with pytest.raises(grpc.RpcError) as error:
        running.ask(*[{"user": "ann"}][: len(wrong)], **wrong)
    assert error.value.code() == grpc.StatusCode.INVALID_ARGUMENT


def test_envoys_descriptors_count_all_or_nothing(running):
    both = {"user": "bob"}, {"all": "x"}
    assert sum(envoy(running, *both).overall_code == OK for _ in range(5)) == 3
    refused = envoy(running, *both)
    assert codes(refused) == [OVER, OK]
    assert [status.limit_remaining for status in refused.statuses] == [0, 2]
    assert sum(envoy(running, {"all": "x"}).overall_code == OK for _ in range(5)) == 2


def test_hits_are_those_of_the_descriptor_or_of_the_request(running):
    assert envoy(running, {"user": "cid"}, hits=2).statuses[0].limit_remaining == 1
    assert envoy(running, {"user": "dan", "hits_addend": 3}, hits=2).statuses[0].limit_remaining == 0
    mixed = envoy(running, {"user": "eve", "hits_addend": 3}, {"user": "fay"}, hits=2)
    assert [status.limit_remaining for status in mixed.statuses] == [0, 1]
    mixed = envoy(running, {"user": "eve", "hits_addend": 3}, {"user": "fay"}, hits=1)
    assert codes(mixed) == [OVER, OK]
    assert envoy(running, {"user": "fay"}).statuses[0].limit_remaining == 0
    too_much = envoy(running, {"user": "gus"}, hits=4)
    assert (too_much.overall_code, "retry-after" in fields(too_much)) == (OVER, False)


def test_unlimited_blocked_and_shadow(running):
    answer = envoy(running, {"free": "x"})
    assert (answer.overall_code, answer.statuses[0].limit_remaining) == (OK, 2**32 - 1)
    assert codes(envoy(running, {"closed": "x"})) == [OVER]
    assert [envoy(running, {"new": "x"}).overall_code for _ in range(3)] == [OK] * 3


def test_a_limit_in_the_request_counts_instead(running):
    day = {"user": "hal", "limit": (1, 4)}
    assert [codes(envoy(running, day)) for _ in range(2)] == [[OK], [OVER]]


def test_a_wait_of_more_than_ten_thousand_years_is_told_as_these(tmp_path):
    limit = "domain: shop\npolicies: [{name: ages, limits: 1/20000000000000 weeks}]"
    with service(write(tmp_path / "policy.yaml", limit)) as running:
        first, second = (running.ask({"path": "/"}) for _ in range(2))
        assert codes(first) + codes(second) == [OK, OVER]
        assert second.statuses[0].duration_until_reset.seconds == 315_576_000_000


def test_health_is_told_until_it_stops_and_it_stops_gracefully(tmp_path):
    with service(write(tmp_path / "policy.yaml", OURS)) as running:
        health = health_pb2_grpc.HealthStub(running.channel)
        for name in ("", "envoy.service.ratelimit.v3.RateLimitService"):
            answer = health.Check(health_pb2.HealthCheckRequest(service=name), timeout=PATIENCE)
            assert answer.status == health_pb2.HealthCheckResponse.SERVING
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(PATIENCE) == 0


def test_a_reload_keeps_counters_and_a_bad_file_changes_nothing(tmp_path):
    path = write(tmp_path / "policy.yaml", OURS)
    with service(path) as running:
        assert running.grants(1, {"remote_address": "192.0.2.1"}) == 1
        write(path, OURS + "  - {name: default, limits: 9/day}\n")
        running.reload(f"{path}:11: policies.4.name: must be that of one policy, got it twice")
        assert running.grants(5, {"remote_address": "192.0.2.1"}) == 1
        write(path, OURS.replace("limits: 2/day", "limits: 2/day\n    on_error: deny").replace("1 per 10", "2 per 10"))
        running.reload()
        assert running.grants(5, {"remote_address": "192.0.2.1"}) == 0
        assert running.grants(5, {"route": "slow"}) == 2


def test_a_change_of_the_file_is_noticed_without_a_signal(tmp_path):
    path = write(tmp_path / "policy.yaml", OURS)
    with service(path) as running:
        write(path, OURS.replace("1 per 10 days", "20 per 10 days"))
        running.wait_for("Reloaded")
        assert running.grants(9, {"route": "slow"}) == 9


def test_as_envoy_counts_each_descriptor_decides_for_itself_and_counts_what_it_refuses(tmp_path):
    with service(write(tmp_path / "envoy.yaml", ENVOYS), "--as-envoy-counts") as running:
        assert [codes(envoy(running, {"user": "ann"}, {"all": "x"})) for _ in range(6)] == [
            *[[OK, OK]] * 3,
            *[[OVER, OK]] * 2,
            [OVER, OVER],
        ]
        refused = envoy(running, {"user": "ann"}, {"all": "y"})
        assert (refused.overall_code, [status.limit_remaining for status in refused.statuses]) == (OVER, [0, 4])
        assert codes(envoy(running, {"user": "ben"}, hits=4)) == [OVER]
        assert codes(envoy(running, {"user": "ben"})) == [OVER]
        assert codes(envoy(running, {"closed": "x"}, {"user": "cid"})) == [OVER, OK]


def test_a_descriptor_that_can_never_be_granted_is_told_so_beside_others(running, tmp_path):
    write(tmp_path / "envoy.yaml", ENVOYS)
    with service(tmp_path, "--as-envoy-counts") as each_alone:
        for asked in (running, each_alone):
            assert codes(envoy(asked, {"user": "ida"}, {"all": "i"}, hits=4)) == [OVER, OK]
            assert codes(envoy(asked, {"user": "ida"}, {"all": "i"}, {"new": "x"}, hits=9)) == [OVER, OVER, OK]
            refused = envoy(asked, {"closed": "x"}, {"user": "jan"}, hits=4)
            assert codes(refused) == [OVER, OVER if asked is each_alone else OK]  # else it is not asked
        violated = json.loads(refused.raw_body)["violated-policies"]
        assert violated == ["envoy.closed", "envoy.user"]
