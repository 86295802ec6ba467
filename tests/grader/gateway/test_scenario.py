"""How a scenario of policies and requests is written, read, drawn and made smaller."""

import re
from itertools import islice

import pytest

from katas.grader.fuzz import sample
from katas.grader.gateway import bad_values, cost_growth, inputs, small_scopes, waits
from katas.grader.gateway.model import deciding, problems
from katas.grader.gateway.scenario import Access, Policy, Reload, Scenario
from katas.grader.gateway.shrink import smaller_than
from katas.grader.gateway.words import file_rows
from ratelimit import Quota
from tests.grader.gateway.solution import KINDS, ONE


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(()),
        Scenario((Policy("a", ONE), Policy("b/c", (*ONE, Quota(2, 7)), "x", None, "r", "s", "header:X", shadow=True))),
        Scenario((Policy(None), Policy("", (5, None)), Policy("a", ONE, "", shadow="no"))),
        Scenario((), (Access(), Reload(), Access("a", "b", ("c", "d"), "e", "f", "g", (("X-A", "1"),), "/", 7))),
        Scenario(
            (Policy(("gold",), None), Policy("a", Quota(1, 7)), Policy("b", "1/minute"), Policy("c", ("1/minute",)))
        ),
        Scenario((), (Reload((Policy("a) b(, \x00  '\"", ONE),)), Access(headers=(("x", ""), ("y", "$`!"))))),
    ],
)
def test_a_scenario_is_read_as_it_is_written(scenario):
    assert Scenario.parse(str(scenario)) == scenario


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_is_drawn_can_be_read_and_pasted_into_a_shell(kind):
    for scenario in sample(KINDS[kind].scenario, KINDS[kind].length, 60):
        text = str(scenario)
        assert Scenario.parse(text) == scenario
        assert not re.search(r'["$`!]|\\(?!x[0-9a-f]{2})', text)


def test_a_long_scenario_may_be_broken_between_words():
    text = "plugin(policy('all', '9/minute', count_by='ip')) access(consumer='ann') reload() access()"
    assert Scenario.parse(text.replace(" ", "\n    ")) == Scenario.parse(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1/8: take(0)", "a scenario looks like"),
        ("access()", "it begins with plugin(...)"),
        ("plugin() plugin()", "after plugin(...) come access(...) and reload(...)"),
        ("plugin(access())", "in plugin(...) stand policies"),
        ("plugin(policy())", "there are plugin(...), policy(name, limits...)"),
        ("plugin(policy('all', 'often'))", "often"),
        ("plugin(policy('all', colour='red'))", "colour"),
        ("plugin() access(consumer=5)", "what a request has is text"),
        ("plugin() access(after=-1)", "after is a number of nanoseconds"),
        ("plugin() access(agent='x')", "agent"),
    ],
)
def test_what_is_no_scenario_is_told_so(text, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        Scenario.parse(text)


def test_a_plugin_is_given_lists_where_a_scenario_has_tuples():
    policy = Policy("all", ONE, ("ann",), count_by=("ip",))
    assert policy.given() == ("all", ONE, ["ann"], None, None, None, ["ip"], False, True, False)
    assert policy.given(list).limits == list(ONE)
    assert Policy("all", None).given(list).limits is None


SHORT = (
    small_scopes.every_pair,
    small_scopes.running_together,
    small_scopes.every_two_groups,
    small_scopes.every_lack,
    small_scopes.every_likeness,
    small_scopes.every_two_rules,
    small_scopes.every_shadow,
    small_scopes.good_files,
    small_scopes.every_blank,
    small_scopes.named_in_full,
    small_scopes.every_change,
    small_scopes.every_other_count,
    small_scopes.every_joint,
    small_scopes.every_failure,
    waits.every_width,
    waits.every_two_windows,
    waits.every_close_pair,
    waits.every_tie,
    waits.every_tie_after_a_reload,
    bad_values.in_files,
    bad_values.in_reloads,
)


@pytest.mark.parametrize("every", SHORT)
def test_each_short_scenario_is_read_as_it_is_written(every):
    for scenario in islice(every(), 0, None, 7):
        assert repr(Scenario.parse(str(scenario))) == repr(scenario)  # 0 is not `False`


@pytest.mark.parametrize(
    ("policy", "line"),
    [
        (
            Policy("all", ONE, shadow=0, enabled=1, globally=0.0),
            "limits: [1/minute], shadow: 0, enabled: 1, globally: 0.0",
        ),
        (Policy("all", frozenset(ONE), consumer=False, route=b""), "limits: {1/minute}, consumer: false, route: b''"),
        (Policy("all", ("1/minute",)), "limits: [1/minute]"),
    ],
)
def test_a_value_that_only_equals_the_usual_one_is_shown(policy, line):
    assert [row.call for row in file_rows(1, (policy,))] == ["policy"]
    assert [row.expected for row in file_rows(1, (policy,))] == [f"- {{name: all, {line}}}"]


def test_what_is_smaller_can_be_typed_too():
    for scenario in sample(inputs.RELOADS.scenario, 8, 10):
        for smaller in islice(smaller_than(scenario), 200):
            assert Scenario.parse(str(smaller)) == smaller


def test_a_file_of_many_policies_has_two_of_each_kind_of_scope_last():
    few, many = cost_growth.policies(cost_growth.FEW), cost_growth.policies(cost_growth.MANY)
    assert many[-len(few) :] == few
    assert problems(many) == []
    for request in cost_growth.requests():
        assert deciding(few, request) == deciding(many, request)


def test_the_short_scenarios_reach_each_kind_of_scope():
    pairs = [scenario for scenario in small_scopes.every_pair() if len(scenario.policies) == 2]
    assert len(pairs) == 12 * 11
    chosen = {deciding(each.policies, each.events[0].request)[0].name for each in pairs}
    assert chosen == {"one", "two"}
