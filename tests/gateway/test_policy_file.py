"""Policies in YAML, and what is told of mistakes in it."""

from textwrap import dedent

import pytest

from ratelimit import GCRA, FixedWindow, Quota
from ratelimit.gateway import Request
from ratelimit.gateway.located import Located, MistakeError
from ratelimit.gateway.policy_file import read_policies


@pytest.fixture
def read(tmp_path):
    path = tmp_path / "policy.yaml"

    def read(text):
        path.write_text(dedent(text), encoding="utf-8")
        return read_policies(Located(path))

    return read


@pytest.fixture
def mistakes(read, tmp_path):
    def mistakes(text):
        with pytest.raises(MistakeError) as error:
            read(text)
        return [each.removeprefix(f"{tmp_path}/policy.yaml:") for each in error.value.mistakes]

    return mistakes


EVERYTHING = """\
domain: shop
algorithm: fixed_window
on_error: deny
consumers:
  ann: {credentials: [key-1, key-2], groups: [gold]}
policies:
  - name: free
    limits: 10/second; 1000/day
  - name: gold
    limits: [20/second, 2000/day]
    algorithm: gcra
    group: gold
    route: search
    service: shop
    when: {path: /a/*, method: GET, address: 10.0.0.0/8, credential: key-1, headers: {X-Beta: "1"}}
    count_by: header:x-tenant
    shadow: true
    enabled: false
    weight: 5
    on_error: allow
  - name: staff
    limits: unlimited
    consumer: ann
  - name: all
    limits: 500/second
    global: true
    count_by: everybody
"""


def test_a_file_says_all_that_a_rule_can_be(read):
    domain, policies = read(EVERYTHING)
    free, gold, staff, everybody = policies.rules
    assert domain == "shop"
    assert [(limit.algorithm, limit.quota) for limit in free.limits] == [
        (FixedWindow, Quota.per_second(10)),
        (FixedWindow, Quota.per_day(1000)),
    ]
    assert (free.count_by, free.on_error, free.weight, free.scope) == ("consumer", "deny", 1, {})
    assert [limit.algorithm for limit in gold.limits] == [GCRA, GCRA]
    assert gold.scope == {
        "group": "gold",
        "route": "search",
        "service": "shop",
        "credential": "key-1",
        "path": "/a/*",
        "address": "10.0.0.0/8",
        "method": "GET",
        "header:x-beta": "1",
    }
    assert (gold.count_by, gold.shadow, gold.enabled, gold.weight, gold.on_error) == (
        "header:x-tenant",
        True,
        False,
        5,
        "allow",
    )
    assert staff.limits == ()
    assert (everybody.globally, everybody.count_by) == (True, "everybody")
    assert [asked.rule.name for asked in policies.asked(Request(credential="key-2"))] == ["staff", "all"]


def policy(*lines):
    return "policies:\n  - name: a\n    limits: 5/minute\n" + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("policies: a: b", ["1: mapping values are not allowed"]),
        ("- a", ["1: must be a mapping of domain, algorithm, on_error, consumers, policies, got ['a']"]),
        ("", ["1: must be a mapping of domain, algorithm, on_error, consumers, policies, got None"]),
        ("domain: a\npolicy: []\npolicies: []", ["2: policy: is no field here; allowed are domain, algorithm,"]),
        ("domain: a", ["1: policies: must be there"]),
        ("policies: 5", ["1: policies: must be a valid list, got 5"]),
        ("policies:\n  - limits: 5/minute", ["2: policies.0.name: must be there"]),
        ("policies:\n  - name: a", ["2: policies.0.limits: must be there"]),
        ("policies:\n  - name: a\n    limits: 5/blink", ["3: policies.0.limits: unit must be one of week (w)"]),
        ("policies:\n  - name: a\n    limits: 5", ["3: policies.0.limits: quotas must be text like '10/second;"]),
        (policy("limits: 6/minute"), ["4: limits: must be there once, got it twice"]),
        (policy("cost: 5"), ["4: policies.0.cost: is no field here; allowed are name, limits, algorithm, consumer"]),
        (policy("when:", "  colour: red"), ["5: policies.0.when.colour: is no field here; allowed are credential, p"]),
        (policy("", "weight: many"), ["5: policies.0.weight: must be a valid integer, got 'many'"]),
        (policy("weight: 0"), ["4: policies.0.weight: must be a whole number of at least 1, got 0"]),
        (policy("algorithm: magic"), ["4: policies.0.algorithm: must be 'token_bucket', 'leaky_bucket', 'gcra', 'f"]),
        (policy("on_error: perhaps"), ["4: policies.0.on_error: must be 'allow' or 'deny', got 'perhaps'"]),
        (policy("count_by: colour"), ["4: policies.0.count_by: must be one of consumer, credential, ip, path, route"]),
        (policy("consumer: c", "group: g"), ["2: policies.0: a: scope must have a consumer or a group, got both"]),
        (policy("when: {path: a}"), ["4: policies.0.when.path: must begin with /, as '/search' or '/search/*', got"]),
        (policy("when: {address: home}"), ["4: policies.0.when.address: must be an address or a network, as '10.0."]),
        (policy("shadow: 'no'"), ["4: policies.0.shadow: must be a valid boolean, got 'no'"]),
        (
            policy() + "  - name: b\n    limits: 5/minute\n",
            ["4: policies.1: b: scope must differ from that of a, got {} for both"],
        ),
        (
            policy("consumer: 5", "weight: x") + "  - {name: b, limits: none}\n",
            ["4: policies.0.consumer: must be a valid string", "5: policies.0.weight", "6: policies.1.limits: quota"],
        ),
        (
            "consumers:\n  a: {credentials: [k]}\n  b: {credentials: [k]}\npolicies: []",
            ["3: consumers.b.credentials: must be of one consumer, got one of a as well"],
        ),
    ],
)
def test_each_mistake_is_told_with_its_line_and_what_is_allowed(mistakes, text, told):
    found = mistakes(text)
    assert [each[: len(start)] for each, start in zip(found, told, strict=True)] == told
