"""What is found wrong with a plugin, and what is left free."""

import pytest

from katas.grader.fuzz import sample
from tests.grader.gateway.solution import KATA, KINDS, LAWS, RIGHT
from tests.grading import grade

KEY = '    return ("ip", request.ip) if request.ip else ("", "")\n'
TAKE = "            limiter.take(key)\n"
ALLOWED = "        return Verdict(allowed=True, policy=local.name if local else None, status=200, retry_after=0)\n"
CHECK = "        check(policies)  # all of them, before anything changes\n"


@pytest.mark.parametrize(
    "change",
    [
        ("        return kind, value\n", '        return f"{kind} {value}"\n'),
        (KEY, '    return ("ip", request.ip or None)\n'),
        (TAKE, "            limiter.wait(key)\n            limiter.take(key)\n"),
        ("status=200", "status=HTTPStatus.OK"),
        (ALLOWED, ALLOWED.replace("Verdict(", "SimpleNamespace(")),
        ("self.new_limiter(limits)", "self.new_limiter(list(limits))"),
        (CHECK, f"        policies = tuple(policies)\n{CHECK}"),
    ],
)
def test_what_the_contract_leaves_free_is_free(judged, change):
    def everything(trial):
        for kind in KINDS.values():
            for scenario in sample(kind.scenario, kind.length, 15):
                trial.follow(scenario)

    imports = (
        "from typing import",
        "from http import HTTPStatus\nfrom types import SimpleNamespace\nfrom typing import",
    )
    assert judged(everything, change, imports) is None


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ("        return None\n", "None, which is no verdict"),
        (ALLOWED.replace("allowed=True", "allowed=1"), "200 allowed=1, all"),
        (ALLOWED.replace("status=200", "status='200'"), "status='200' allowed, all"),
        (ALLOWED.replace("retry_after=0", "retry_after=0.0"), "200 allowed, all, retry_after=0.0"),
        (ALLOWED.replace("local.name if local else None", "5"), "200 allowed, 5"),
        (ALLOWED.replace("retry_after=0", "retry_after=1"), "200 allowed, all, 0.000000001 s"),
    ],
)
def test_a_verdict_of_the_wrong_form_is_shown_as_it_is(judged, change, shown):
    failure = judged("plugin(policy('all', '1/minute')) access(consumer='ann')", (ALLOWED, change))
    assert failure.kind == "answer"
    assert failure.rows[-1].expected == "200 allowed, all"
    assert failure.rows[-1].yours == shown


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (TAKE, "            raise SystemExit\n", "access() calls exit"),
        (TAKE, "            raise NotImplementedError\n", "access() raises NotImplementedError"),
        (TAKE, "            limiter.take([key])\n", "access() raises TypeError"),
        (TAKE, "            limiter.spend(key)\n", "access() raises AttributeError"),
        ("self.new_limiter(limits)", "self.new_limiter(limits[0])", "__init__() raises TypeError"),
        ("self.new_limiter(limits)", "self.new_limiter([])", "new_limiter takes a policy's limits, got []"),
    ],
)
def test_what_does_not_work_is_told_in_words(judged, before, after, says):
    failure = judged("plugin(policy('all', '1/minute')) access(consumer='ann')", (before, after))
    assert says in failure.message


BY_NAME = "key=lambda rule: rule.name"
WAIT = "key=lambda each: each[0]"
SEVERAL = """class Several:
    def __init__(self, limiters):
        self.limiters = limiters

    def wait(self, key):
        return max((each.wait(key) for each in self.limiters), key=float)

    def take(self, key):
        for each in self.limiters if not self.wait(key) else ():
            each.take(key)


class Plugin:"""


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("law", "changes"),
    [
        ("limits", [("retry_after=wait)", "retry_after=round(wait / 1e9 * 1e9))")]),
        ("limits", [("retry_after=wait)", "retry_after=min(wait, 2**63 - 1))")]),
        (
            "limits",
            [
                ("class Plugin:", SEVERAL),
                ("self.new_limiter(limits)", "Several([self.new_limiter([x]) for x in limits])"),
            ],
        ),
        ("together", [(WAIT, WAIT.replace("each[0]", "float(each[0])"))]),
        ("together", [(WAIT, WAIT.replace("each[0]", "(each[0] > 0, each[0] // 1000)"))]),
        ("together", [(BY_NAME, "key=lambda rule: (rule.group is None, rule.name)")]),
        ("together", [(BY_NAME, "key=lambda rule: (rule.count_by, rule.name)")]),
        ("together", [(BY_NAME, "key=lambda rule: (len(rule.name), rule.name)")]),
        ("files", [("is None or is_text(", "in (None, 0) or is_text(")]),
        ("files", [("isinstance(policy.limits, Sequence)", "isinstance(policy.limits, (Sequence, frozenset))")]),
    ],
)
def test_waits_ties_and_bad_values_are_told_apart(judged, law, changes):
    before = KATA.levels[[level.name for level in KATA.levels].index(law) - 1]
    assert judged(before.law, *changes) is None
    assert judged(LAWS[law], *changes) is not None


READ = "        check(policies)  # all of them, before anything changes\n"
KIND = "        kind = count_by.lower()\n"
KEPT = "            kept = self.limiters.get(policy.name)\n"
FIELDS = "*FIELDS, 'name', 'limits', 'count_by', 'shadow', 'enabled', 'globally'"
FILE = f"        file = [tuple(getattr(p, f) for f in ({FIELDS})) for p in policies]\n"
EQUAL = """\
        if file == getattr(self, "last", None):
            return
"""
EQUALLY_BAD = """\
        if file == getattr(self, "last", None):
            raise ValueError(self.said)
        try:
            check(policies)
        except ValueError as error:
            self.last, self.said = file, str(error)
            raise
"""
DISABLED_TWICE = """\
            off, self.off = policy.name in getattr(self, "off", ()), [p.name for p in policies if not p.enabled]
            kept = None if off and not policy.enabled else self.limiters.get(policy.name)
"""
DISABLED_IS_NOT_READ = """\
            kept = self.limiters.get(policy.name)
            if kept and not policy.enabled:
                limiters[policy.name] = kept
                continue
"""
GROUP = "return policy.consumer, policy.group,"


@pytest.mark.parametrize(
    ("law", "changes"),
    [
        ("reload", [(READ, f"{FILE}{EQUAL}{READ}        self.last = file\n")]),
        ("reload", [(READ, f"{FILE}{EQUALLY_BAD}")]),
        ("reload", [(KEPT, DISABLED_TWICE)]),
        ("reload", [(KEPT, DISABLED_IS_NOT_READ)]),
        ("count", [(KIND, "        kind = HEADER + count_by.lower().lstrip(HEADER)\n")]),
        ("count", [(KIND, '        kind = HEADER + count_by.lower().split(":")[1]\n')]),
        ("count", [("        return kind, value\n", '        return kind, value.removeprefix("path")\n')]),
        ("scope", [(GROUP, GROUP.replace("policy.group", "policy.group and (policy.group.lstrip('group:') or None)"))]),
    ],
)
def test_equal_files_histories_and_stripped_names_are_told_apart(judged, law, changes):
    assert judged(LAWS[law], *changes).kind == "answer"


def test_the_levels_name_the_law_that_is_broken_and_not_a_later_one(judged):
    broken = {
        "groups": ("sorted({group for group in request.groups if group})", "list(request.groups)"),
        "count": (KEY, '    return ("", "")\n'),
        "modes": ("if not policy.shadow]", "]"),
        "reload": ("kept if kept and kept[0] == limits else (", "("),
    }
    order = [level.name for level in KATA.levels]
    for name, change in broken.items():
        assert judged(LAWS[order[order.index(name) - 1]], change) is None, name
        assert judged(LAWS[name], change) is not None, name


SHADOW = "plugin(policy('all', '1/minute', shadow=True)) access(consumer='ann')"


def test_what_a_shadow_policy_spends_is_counted_where_no_verdict_shows_it(judged):
    spares = (TAKE, "            limiter.take(key) if _.shadow is False else None\n")
    failure = judged(SHADOW, spares)
    assert failure.message == "The verdict is right, but not what it spends."
    assert failure.rows[-1].expected == "200 allowed, all, 1 unit spent so far"
    assert failure.rows[-1].yours == "200 allowed, all, 0 units spent so far"
    assert judged(SHADOW.replace(", shadow=True", ""), spares) is None


KEEP = "        self.its = policies\n"
FULL = "plugin(policy('all', '1/minute')) access(consumer='ann')"


@pytest.mark.parametrize(
    ("scenario", "change"),
    [
        (
            "plugin(policy('all', '1/minute')) reload() access(consumer='ann')",
            (
                CHECK,
                f"        if vars(self).get('its') is policies:\n            return\n{KEEP}{CHECK}",
            ),
        ),
        (
            f"{FULL} reload(policy('all', '1/minute')) access(consumer='ann')",
            ("tuple(policy.limits)", "policy.limits[:]"),
        ),
        (
            f"{FULL} reload(policy('all', '1/minute burst 3')) access(consumer='ann')",
            ("kept[0] == limits", "str(kept[0][0]).split(' burst')[0] == str(limits[0]).split(' burst')[0]"),
        ),
        (
            "plugin(policy('all', '1/minute', count_by='header:a')) access(headers={'A': 'x'})",
            (
                "    if count_by.startswith(HEADER):\n",
                "    request.headers.update()\n    if count_by.startswith(HEADER):\n",
            ),
        ),
        (
            "plugin(policy('all', limits=quota('1/minute')))",
            ("isinstance(policy.limits, Sequence) and len(policy.limits)", "1"),
        ),
        ("plugin(policy(['all'], '1/minute'))", ("    if not is_text(policy.name):", "    if {policy.name: 1} == {}:")),
    ],
)
def test_what_only_one_scenario_shows_is_shown(judged, scenario, change):
    assert judged(scenario) is None
    assert judged(scenario, change) is not None


def test_the_first_request_after_a_file_is_read_and_one_of_a_new_kind_are_counted_too(judged):
    keep = ("        self.rules = rules\n", "        self.rules, self.seen, self.all = rules, set(), enabled\n")
    start = "        scopes = list(scopes_of(request))\n"
    first = (start, f"        self.seen = self.seen or {{each.name for each in self.all}}\n{start}")
    each = (
        start,
        f"""{start}        if request.consumer not in self.seen:
            self.seen |= {{request.consumer}} | {{len(each.name) for each in self.all}}
""",
    )
    assert judged(LAWS["lookup"], keep) is None
    for change in (first, each):
        assert "It must look its policies up" in judged(LAWS["lookup"], keep, change).message


def test_a_list_that_is_kept_is_empty_later(judged):
    change = ("        self.limiters = limiters\n", "        self.limiters, self.kept = limiters, policies\n")
    late = (
        "        scopes = list(scopes_of(request))\n",
        "        scopes = list(scopes_of(request)) * len(self.kept)\n",
    )
    failure = judged("plugin(policy('all', '1/minute')) access(consumer='ann')", change, late)
    assert failure.rows[-1].yours == "200 allowed, no policy"


def test_a_call_that_does_not_end_is_shown(tmp_path):
    path = tmp_path / "gateway_plugin.py"
    path.write_text(RIGHT.replace(TAKE, "            while True:\n                pass\n"), encoding="utf-8")
    card = grade(KATA.name, "--solution", str(path))
    assert "access() did not return within 1 s" in card.text
    assert "  > 1. " in card.text


def test_a_plugin_without_reload_is_told_so(judged):
    failure = judged("plugin() reload()", ("    def reload(self", "    def load(self"), ("self.reload(", "self.load("))
    assert failure.message == "reload() raises AttributeError: 'Plugin' object has no attribute 'reload'"


def test_what_two_plugins_share_shows(judged):
    change = ('"""Limits each request by', '"""All share one table.\n\n    """\n    limiters = {}\n    """Limits by')
    own = ("        self.limiters: dict[str, tuple[tuple[Quota, ...], Limiter]] = {}", "        pass")
    shared = ("        self.limiters = limiters\n", "        self.limiters.update(limiters)\n")
    failure = judged(LAWS["limits"], change, own, shared) or judged(LAWS["scope"], change, own, shared)
    assert "another plugin" in failure.message
