"""Says what is wrong with an answer, and why another one is right: on a card, and for `--why`."""

import re

from katas.grader.gateway.limiter import Dial
from katas.grader.gateway.model import Model, deciding, fits, key_of, rank, scope_of
from katas.grader.gateway.scenario import Access, Policy, Scenario
from katas.grader.gateway.words import asked, seconds
from katas.grader.verdict import Row

MOST = 12  # lines
UNNAMED = "an error that does not say what is wrong: "


def reason(row: Row) -> str:
    """Return what differs, in a sentence."""
    right, mine = row.expected, row.yours
    if row.call in ("Plugin(policies)", "reload(policies)"):
        if right == "loaded":
            return "Good policies are refused."
        unnamed = mine.startswith(UNNAMED)
        return "The error must name policy and field." if unnamed else "Bad policies must raise ValueError."
    if right.endswith("spent so far"):
        return "The verdict is right, but not what it spends."
    if "which is no verdict" in mine:
        return "What access() returns has not the four attributes of a verdict."
    parts = [re.split(r", | (?=allowed|refused)", text) for text in (right, mine)]
    words = ("The status is wrong.", "", "The verdict names another policy.", "The wait is wrong.")
    places = (1, 2, 3, 0)  # what matters most first
    place = next((n for n in places if parts[0][n : n + 1] != parts[1][n : n + 1]), 3)
    allowed = " refused" not in right
    return words[place] or f"This request must be {'allowed' if allowed else 'refused'}."


def note(scenario: Scenario, number: int, row: Row) -> str:
    """Return why the answer to an event, counted from 1, is right."""
    if not number or not isinstance(scenario.events[number - 1], Access):
        return ""
    choice, waits = reasons(scenario)[number - 1]
    policies = [text.split(", ")[1] if ", " in text else "" for text in (row.expected, row.yours)]
    same = row.expected[:3] == row.yours[:3] and policies[0] != policies[1] and row.expected.startswith("200")
    return choice if same else waits or choice


def why(scenario: Scenario) -> tuple[str, ...]:
    """Return for each request which policies fit, and what they count."""
    lines = []
    for number, (event, said) in enumerate(zip(scenario.events, reasons(scenario), strict=False), 1):
        if isinstance(event, Access):
            lines += [f"{number}: {asked(event)}", *(f"   {each}" for each in said if each)]
    return tuple(lines[-MOST:])


def reasons(scenario: Scenario) -> list[tuple[str, str]]:
    """Return for each event which policies fit, and what there is to wait before it is counted."""
    dial = Dial()
    model = Model(dial)
    model.reload(scenario.policies)
    found = []
    for event in scenario.events:
        if isinstance(event, Access):
            dial.now += event.after
            found.append((_choice(model, event), _waits(model, event)))
            model.access(event.request)
        else:
            found.append(("", ""))
            model.reload(event.policies)
    return found


def _choice(model: Model, access: Access) -> str:
    local = [policy for policy in model.policies if fits(policy, access.request) and not policy.globally]
    if not local:
        return "no local policy fits"
    words = [f"{policy.name} ({_scope(policy)})" for policy in sorted(local, key=rank)]
    return f"fits: {', then '.join(words)}" if len(words) > 1 else f"only {words[0]} fits"


def _scope(policy: Policy) -> str:
    words = [f"group {policy.group}" if field == "group" else field for field in scope_of(policy)]
    return "+".join(words) or "any request"


def _waits(model: Model, access: Access) -> str:
    words = []
    for policy in deciding(model.policies, access.request):
        key = kind, value = key_of(policy, access.request)
        wait = model.limiters[policy.name].wait(key)
        by = f"{kind.removeprefix('header:')} {value!r}" if kind else "all that have neither"
        mark = ", shadow" if policy.shadow else ""
        words.append(f"{policy.name} counts {by}{mark}: {f'wait {seconds(wait)}' if wait else 'grants'}")
    return "; ".join(words)
