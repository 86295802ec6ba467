"""Files of Envoy's own rate limit service are read as they are, and match as they do there."""

from textwrap import dedent

import pytest

from ratelimit import FixedWindow, Quota
from ratelimit.gateway.envoy_file import read_descriptors
from ratelimit.gateway.located import Located, MistakeError

DAY = 86_400_000_000_000


@pytest.fixture
def read(tmp_path):
    path = tmp_path / "config.yaml"

    def read(text):
        path.write_text(dedent(text), encoding="utf-8")
        return read_descriptors(Located(path))[1]

    return read


@pytest.fixture
def tree(read):
    return read("""
        domain: shop
        descriptors:
          - key: user
            rate_limit: {unit: minute, requests_per_unit: 10}
          - key: user
            value: ann
            rate_limit: {unit: Hour, requests_per_unit: 100}
          - key: path
            value: /static/*
            rate_limit: {unlimited: true}
          - key: path
            value: /static/old/*
            rate_limit: {unit: day, requests_per_unit: 1}
          - key: to
            value: 8080
            rate_limit: {unit: week, requests_per_unit: 5}
            descriptors:
              - key: from
                rate_limit: {unit: month, requests_per_unit: 7, name: from, replaces: [{name: other}]}
              - key: from
                value: in*
                rate_limit: {unit: year, requests_per_unit: 9}
          - key: other
            rate_limit: {unit: second, requests_per_unit: 3, name: other}
            shadow_mode: true
            detailed_metric: true
          - key: closed
            rate_limit: {unit: second, requests_per_unit: 0}
    """)


def quota(tree, *entries):
    rule = tree.rule(entries)
    return rule and [limit.quota for limit in rule.limits]


def test_an_entry_is_found_by_key_and_value_then_by_wildcard_then_by_key(tree):
    assert quota(tree, ("user", "ann")) == [Quota.per_hour(100)]
    assert quota(tree, ("user", "ben")) == [Quota.per_minute(10)]
    assert quota(tree, ("to", "8080"), ("from", "inside")) == [Quota(9, 365 * DAY)]
    assert quota(tree, ("to", "8080"), ("from", "outside")) == [Quota(7, 30 * DAY)]
    assert quota(tree, ("nothing", "x")) is None


def test_of_two_wildcards_the_first_in_the_file_counts(tree):
    assert quota(tree, ("path", "/static/old/a")) == []


def test_a_descriptor_must_be_as_deep_as_the_limit(tree):
    assert quota(tree, ("to", "8080")) == [Quota(5, 7 * DAY)]
    assert quota(tree, ("user", "ann"), ("from", "x")) is None
    assert quota(tree, ("to", "9090"), ("from", "x")) is None


def test_a_limit_counts_in_windows_and_each_value_for_itself(tree):
    first, second = tree.asked([((("user", "ben"),), None, 1), ((("user", "cid"),), None, 2)])
    assert first.rule is second.rule
    assert first.rule.limits[0].algorithm is FixedWindow
    assert first.key != second.key
    assert (first.cost, second.cost) == (1, 2)


def test_the_keys_of_different_entries_differ(tree):
    entries = [(("user", "a.to_b"),), (("user", "a"), ("to", "b")), (("user_a.to", "b"),), (("user", "a\n2 to b"),)]
    assert len({asked.key for asked in read_all(tree, entries)}) == 4


def read_all(tree, several):
    return tree.asked([(entries, (5, "minute"), 1) for entries in several])


def test_a_limit_in_the_request_counts_instead_and_never_in_shadow(tree):
    (asked,) = tree.asked([((("other", "x"),), (5, "minute"), 1)])
    assert [limit.quota for limit in asked.rule.limits] == [Quota.per_minute(5)]
    assert not asked.rule.shadow
    assert tree.rule((("other", "x"),)).shadow


def test_the_name_of_a_limit_in_the_request_has_no_values_and_each_value_counts_for_itself(tree):
    both = [((("user", value), ("x-api-key", f"secret of {value}")), (5, "minute"), 1) for value in ("ann", "ben")]
    first, second = tree.asked(both)
    assert first.rule is second.rule
    assert first.rule.name == "shop.user.x-api-key"
    assert first.key != second.key


def test_what_is_replaced_does_not_count(tree):
    other, replacing = (("other", "x"),), (("to", "8080"), ("from", "y"))
    assert [each is None for each in tree.asked([(other, None, 1), (replacing, None, 1)])] == [True, False]
    assert [each is None for each in tree.asked([(other, None, 1)])] == [False]


def test_the_same_entries_twice_count_once_with_the_sum_of_hits(tree):
    ann = (("user", "ann"),)
    first, second = tree.asked([(ann, None, 1), (ann, None, 2)])
    assert first is second
    assert first.cost == 3


def test_no_requests_block(tree):
    assert tree.rule((("closed", "x"),)).blocks
    assert not tree.rule((("path", "/static/a"),)).blocks


WRITTEN = ["007", "0123", "1_000", "12:30", "0x1F", "0b11", "+5", "-5", "8080", "true", "Yes", "2026-01-01"]


@pytest.mark.parametrize("value", WRITTEN)
def test_a_value_is_the_text_that_is_written(read, value):
    limit = "rate_limit: {unit: day, requests_per_unit: 5}"
    tree = read(f"domain: 007\ndescriptors:\n- {{key: account, value: {value}, {limit}}}")
    assert quota(tree, ("account", value)) == [Quota.per_day(5)]
    assert tree.domain == "007"


def test_a_number_that_is_repeated_stays_one_elsewhere(read):
    limit = "rate_limit: {unit: day, requests_per_unit: *number}"
    tree = read(f"domain: a\ndescriptors:\n- {{key: b, value: &number 05, {limit}}}")
    assert quota(tree, ("b", "05")) == [Quota.per_day(5)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("domain: a\ndescriptors:\n- {key: b, value: 1.5}", "3: descriptors.0.value: must be a valid string, got 1.5"),
        (
            "domain: a\ndescriptors:\n- {key: b,\n  rate_limit: 5}",
            "4: descriptors.0.rate_limit: must be a mapping of unit, requests_per_unit, unlimited, name, repl",
        ),
        ("descriptors: []", "1: domain: must be there"),
        ("domain: ''", "1: domain: must be text of at least one character, got ''"),
        ("domain: a\ndescriptor: []", "2: descriptor: is no field here; allowed are domain, descriptors"),
        ("domain: a\ndescriptors:\n- value: b", "3: descriptors.0.key: must be there"),
        ("domain: a\ndescriptors:\n- key: b\n  limit: 5", "4: descriptors.0.limit: is no field here; allowed are key,"),
        ("domain: a\ndescriptors:\n- key: b\n- key: b", "4: descriptors.1: must be there once, got 'b' twice"),
        (
            "domain: a\ndescriptors:\n- key: b\n  rate_limit:\n    unit: blink",
            "5: descriptors.0.rate_limit.unit: must be one of second, minute, hour, day, week, month, year, got ",
        ),
        (
            "domain: a\ndescriptors:\n- key: b\n  rate_limit:\n    requests_per_unit: 5",
            "4: descriptors.0.rate_limit.unit: must be there: one of second",
        ),
        (
            "domain: a\ndescriptors:\n- key: b\n  rate_limit:\n    unlimited: true\n    unit: day",
            "6: descriptors.0.rate_limit.unit: must not be there if it is unlimited, got 'day'",
        ),
        (
            "domain: a\ndescriptors:\n- key: b\n  rate_limit: {unit: day, name: c, replaces: [{name: c}]}",
            "4: descriptors.0.rate_limit.replaces: must not have the limit's own name, got 'c'",
        ),
    ],
)
def test_mistakes_are_told_by_line_and_what_is_allowed(read, tmp_path, text, told):
    with pytest.raises(MistakeError) as error:
        read(text)
    assert [each.removeprefix(f"{tmp_path}/config.yaml:")[: len(told)] for each in error.value.mistakes] == [told]
