"""Policies in YAML, and what is told of mistakes in it."""

import re
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
        return read_policies(Located(path), lambda _: None)

    return read


@pytest.fixture
def mistakes(read, tmp_path):
    def mistakes(text):
        with pytest.raises(MistakeError) as error:
            read(text)
        return [each.removeprefix(f"{tmp_path}/policy.yaml:") for each in error.value.mistakes]

    return mistakes


ALIASES = """\
a0: &a0 [x, x, x, x, x, x, x, x, x, x]
a1: &a1 [*a0, *a0, *a0, *a0, *a0, *a0, *a0, *a0, *a0, *a0]
a2: &a2 [*a1, *a1, *a1, *a1, *a1, *a1, *a1, *a1, *a1, *a1]
a3: &a3 [*a2, *a2, *a2, *a2, *a2, *a2, *a2, *a2, *a2, *a2]
a4: &a4 [*a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3]
a5: &a5 [*a4, *a4, *a4, *a4, *a4, *a4, *a4, *a4, *a4, *a4]
a6: &a6 [*a5, *a5, *a5, *a5, *a5, *a5, *a5, *a5, *a5, *a5]
a7: &a7 [*a6, *a6, *a6, *a6, *a6, *a6, *a6, *a6, *a6, *a6]
policies: *a7
"""


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


def test_what_is_merged_may_be_changed(read):
    _, policies = read("""
        policies:
          - &a {name: a, limits: 5/minute, consumer: a}
          - {<<: *a, name: b, consumer: b}
    """)
    assert [(rule.name, str(rule.limits[0].quota)) for rule in policies.rules] == [("a", "5/minute"), ("b", "5/minute")]


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
        ("domain: a\npolicies:\n  - name: 2024-13-01", ["3: must be in quotes if it is text, got 2024-13-01"]),
        ("domain: 0x_\npolicies: []", ["1: must be in quotes if it is text, got 0x_"]),
        ("domain: !!bool 5\npolicies: []", ["1: must be in quotes if it is text, got 5"]),
        ("domain: !!float ''\npolicies: []", ["1: must be in quotes if it is text, got "]),
        ("domain: !!timestamp 5\npolicies: []", ["1: must be in quotes if it is text, got 5"]),
        ("policies: &a [*a]", ["1: must not contain itself, nor be nested too deep"]),
        ("? [a]\n: 5", ["1: found unhashable key"]),
        (
            "policies:\n  - &a {name: a, limits: 5/minute}\n  - {<<: *a,\n     name: b, limits: x}",
            ["4: policies.1.limits: quota must read like"],
        ),
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
        (
            policy("count_by: 'header: a'"),
            ["4: policies.0.count_by: must be one of consumer, credential, ip, path, route"],
        ),
        (
            policy("when: {method: 'GET, POST'}"),
            ["4: policies.0.when.method: must be one method, as GET, got 'GET,"],
        ),
        (
            policy("when: {headers: {'x-plan ': a}}"),
            ["4: policies.0.when.headers.x-plan : must be of consumer, group, route, service, credential, path, addr"],
        ),
        (policy("count_by: colour"), ["4: policies.0.count_by: must be one of consumer, credential, ip, path, route"]),
        (policy("consumer: c", "group: g"), ["2: policies.0: a: scope must have a consumer or a group, got both"]),
        (policy("when: {path: a}"), ["4: policies.0.when.path: must begin with /, as '/search' or '/search/*', got"]),
        (
            policy("when: {path: /a*}"),
            ["4: policies.0.when.path: must have a * only as /* at its end, as '/search/*', "],
        ),
        (policy("when: {path: /a?b=1}"), ["4: policies.0.when.path: must have no query, as none counts, got '/a?b=1'"]),
        (
            policy("when: {method: [GET, POST]}"),
            ["4: policies.0.when.method: must be one text; several need a policy e"],
        ),
        (
            policy("when:", "  address:", "  method: ~"),
            [
                "5: policies.0.when.address: must have a value, got none",
                "6: policies.0.when.method: must have a value,",
            ],
        ),
        (
            policy("when:", "  headers:", "    X-A: one", "    x-a: two"),
            ["7: policies.0.when.headers.x-a: must be there once, whatever the case of its letters, got it twice"],
        ),
        (
            policy("when:", "  headers:", "    x-a: ''"),
            ["6: policies.0.when.headers.x-a: must be text of at least one character, got ''"],
        ),
        ("policies:\n  - a", ["2: policies.0: must be a mapping of name, limits, algorithm, consumer, group, route,"]),
        (
            policy("when: x"),
            ["4: policies.0.when: must be a mapping of credential, path, address, method, headers, got"],
        ),
        ("consumers: {a: x}\npolicies: []", ["1: consumers.a: must be a mapping of credentials, groups, got 'x'"]),
        (
            "policies:\n  - name: a\n    limits:\n      - 5/minute\n      - 5/blink",
            ["5: policies.0.limits.1: unit must be one of week"],
        ),
        ("policies:\n  - name: a\n    limits: [5/day,\n      6]", ["4: policies.0.limits.1: quotas must be text like"]),
        (policy("group:", "when:"), ["4: policies.0.group: must have a value, got none", "5: policies.0.when: must"]),
        (policy("when: {}"), ["4: policies.0.when: must have a condition, got none"]),
        (policy("when: {headers: {}}"), ["4: policies.0.when.headers: must have a header, got none"]),
        ("domain: ''\npolicies: []", ["1: domain: must be text of at least one character, got ''"]),
        ("domain:\npolicies:", ["1: domain: must have a value, got none", "2: policies: must have a value, got none"]),
        ("policies:\n  - name: a\n    limits:", ["3: policies.0.limits: must have a value, got none"]),
        ("consumers:\n  a: {groups: gold}\npolicies: []", ["2: consumers.a.groups: must be a list, as ['gold'], got"]),
        ("policies:\n\t- name: a", ["2: must be indented by spaces, got a tab"]),
        (
            policy("weight: 6"),
            ["4: policies.0.weight: must be at most 5, as 5/minute never grants more at once, got 6"],
        ),
        (
            policy("when: {path: a}") + "  - {name: b, limits: x, when: {path: b}}\n",
            ["5: policies.1.limits: quota", "4: policies.0.when.path: must begin", "5: policies.1.when.path: must be"],
        ),
        (policy("when: {address: home}"), ["4: policies.0.when.address: must be an address or a network, as '10.0."]),
        (policy("shadow: 'no'"), ["4: policies.0.shadow: must be a valid boolean, got 'no'"]),
        (
            policy() + "  - name: b\n    limits: 5/minute\n",
            ["4: policies.1: b: scope must differ from that of a, got the same: none"],
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


def test_a_file_that_is_cut_anywhere_is_read_or_told_with_a_line_of_it(read):
    for length in range(len(EVERYTHING)):
        try:
            read(EVERYTHING[:length])
        except MistakeError as error:
            lines = [int(re.search(r"policy\.yaml:(\d+): ", each)[1]) for each in error.mistakes]
            assert 1 <= min(lines) <= max(lines) <= EVERYTHING[:length].count("\n") + 1


def test_the_word_in_whose_middle_a_file_is_cut_is_on_its_last_line(mistakes):
    (told,) = mistakes(EVERYTHING[: EVERYTHING.index("its: [20")])
    assert told == "10: could not find expected ':'"


def test_a_few_lines_of_aliases_that_stand_for_millions_are_told_and_not_read(mistakes):
    (told,) = mistakes(ALIASES)
    assert re.fullmatch(r"1: aliases must repeat at most 100,000 values, got [\d,]{10,}", told)


def test_what_aliases_merge_counts_as_repeated(mistakes):
    merged = ALIASES.replace("a0: &a0 [x, x, x, x, x, x, x, x, x, x]", "a0: &a0 {a: 1, b: 2}").replace("[", "{<<: [")
    assert "aliases must repeat at most" in mistakes(merged.replace("]", "]}"))[0]


def test_aliases_of_what_many_policies_have_in_common_are_fine(read):
    policies = [f"  - {{name: p{number}, <<: *common, consumer: c{number}}}\n" for number in range(1000)]
    common = "  - &common {name: p, limits: 5/minute, weight: 2}\n"
    _, book = read(f"policies:\n{common}{''.join(policies)}")
    assert {rule.weight for rule in book.rules} == {2}
