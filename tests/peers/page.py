"""Writes docs/peers.md, and the broken laws for the tables of benchmarks."""

import json
from pathlib import Path

from benchmarks.peers import VERSIONS
from benchmarks.peers.frozen_clock import frozen
from tests.peers.cases import CASES, CLOCK, DATE, granted
from tests.peers.claims import CLAIMS, SOURCES, claimed
from tests.peers.documented_surprises import OTHER_SURPRISES, SURPRISES
from tests.peers.known_breaks import CAUSES
from tests.peers.outcome import LAWS, found
from tests.peers.timeline import seconds

ROOT = Path(__file__).parents[2]
PAGE_PATH = ROOT / "docs" / "peers.md"
LAWS_PATH = ROOT / "benchmarks" / "results" / "laws.json"
_TEXT = Path(__file__).with_name("page.md").read_text(encoding="utf-8")
SIGNS = {"kept": "✓", "broken": "✗", "not claimed": "·"}


def page():
    """Return the page: its text is in page.md, its tables come from the tests."""
    parts = {
        "versions": _versions(),
        "table": _table(),
        "laws": "\n".join(f"- **{name}**: {law.__doc__}" for name, law in LAWS.items()),
        "breaks": "\n\n".join(_break(cause) for cause in CAUSES),
        "surprises": "\n".join([*map(_surprise, SURPRISES), *(f"- {text}" for text in OTHER_SURPRISES)]),
        "claims": "\n\n".join(map(_claims, CLAIMS)),
        "count": str(len(CAUSES)),
    }
    text = _TEXT
    for name, part in parts.items():
        text = text.replace(f"{{{name}}}", part)
    return text


def broken_laws():
    """Return which laws each algorithm breaks, as JSON, a line each."""
    rows = {name: [law for law in LAWS if outcome(case, law) == "broken"] for name, case in CASES.items()}
    return "{\n" + ",\n".join(f" {json.dumps(name)}: {json.dumps(laws)}" for name, laws in rows.items()) + "\n}\n"


def outcome(case, law):
    """Return kept, broken, or not claimed."""
    if law not in claimed(case):
        return "not claimed"
    return "broken" if law in found(case.name) else "kept"


def _versions():
    rows = ["| package | version | algorithm | the clock it reads |", "|---|---|---|---|"]
    for case in CASES.values():
        link = f"[{case.package}]({SOURCES[case.package]})"
        rows.append(f"| {link} | {VERSIONS[case.package]} | {_algorithm(case)} | {case.reads} |")
    return "\n".join(rows)


def _table():
    head = [f"| | {' | '.join(LAWS)} |", "|---|" + ":-:|" * len(LAWS)]
    rows = (f"| {case.name} | {' | '.join(SIGNS[outcome(case, law)] for law in LAWS)} |" for case in CASES.values())
    return "\n".join([*head, *rows])


def _break(cause):
    laws = ", ".join(cause.breaks)
    lines = [f"### {cause.case}: {_lower(cause.title)}", "", f"Breaks: {laws}.", "", "```"]
    shown = {}
    for law, text in cause.breaks.items():
        shown.setdefault(text, []).append(law)
    for n, (text, names) in enumerate(shown.items()):
        lines += ([""] if n else []) + _played(cause, text, names)
    lines += ["```", ""]
    lines += [f"Documented: {cause.documented}", "", f"By hand: {cause.by_hand}"]
    return "\n".join(lines + (["", cause.remark] if cause.remark else []))


def _played(cause, text, laws):
    case, (timeline, wrong) = CASES[cause.case], found(cause.case)[laws[0]]
    if isinstance(timeline, str):
        return [text.replace("; ", "\n"), f"  ✗ {laws[0]}: {wrong}"]
    since = f"   (the clock at 0: {seconds(timeline.start)} s)" if timeline.start != DATE else ""
    with frozen(CLOCK):
        answers = case.play(timeline)
    calls = [f"  {call!s:<12} {_reported(answer)}" for call, answer in zip(timeline.calls, answers, strict=True)]
    return [f"{timeline.quota}{since}", *calls, *(f"  ✗ {law}: {found(cause.case)[law][1]}" for law in laws)]


def _reported(answer):
    words = ["granted" if granted(answer) else "refused"]
    if answer.remaining is not None:
        words.append(f"remaining {answer.remaining}")
    if answer.wait is not None:
        words.append(f"retry after {seconds(answer.wait)} s")
    if answer.reset is not None:
        words.append(f"reset after {seconds(answer.reset)} s")
    return ", ".join(words)


def _surprise(surprise):
    words = {"g": "granted", "r": "refused"}
    calls = ", ".join(
        f"`{call}` {words[was]}" for call, was in zip(surprise.timeline.calls, surprise.granted, strict=True)
    )
    return f"- `{surprise.case}`, {surprise.timeline.quota}: {calls}. {surprise.why}"


def _claims(package):
    rows = [f"**{package} {VERSIONS[package]}**, [documentation]({SOURCES[package]})", ""]
    return "\n".join(rows + [f"- {law}: {CLAIMS[package][law]}" for law in LAWS if law in CLAIMS[package]])


def _algorithm(case):
    return case.name.partition(": ")[2] or {"aiolimiter": "leaky bucket"}.get(case.name, "token bucket")


def _lower(title):
    return title if title[0] == "`" else title[0].lower() + title[1:]
