"""Writes docs/grader-quality.md from the stored results."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from katas.grader.kata import LADDER, ROOT
from tests.quality import names, unseen
from tests.quality.equivalent import EQUIVALENT
from tests.quality.results import Results

PAGE = ROOT / "docs" / "grader-quality.md"
ERRORS = ROOT / "katas" / "grader" / "report" / "error_rate.txt"  # what the card says
WORDS = Path(__file__).with_name("page.md")  # the text around the figures


def page(results: Results) -> str:
    """Return the page."""
    parts = {
        "TOTALS": totals(results),
        "VERDICTS": _table(
            results,
            ("right ones accepted", lambda r: f"{r['accepted']} of {r['right']}"),
            ("wrong ones rejected", lambda r: f"{r['rejected']} of {r['wrong']}"),
            ("at the level of the mistake", lambda r: f"{r['wrong'] - len(r['misplaced'])}"),
            ("calls shown: median, most", lambda r: f"{r['calls'][0]:g}, {r['calls'][1]}"),
            ("seconds, pass: median, longest", lambda r: "{:.1f}, {:.1f}".format(*r["seconds"]["right"])),
            ("failure", lambda r: "{:.1f}, {:.1f}".format(*r["seconds"]["wrong"])),
        ),
        "MISPLACED": "\n".join(
            f"| {kata} | {name} | {own} | {red} |"
            for kata in LADDER
            for name, (own, red) in results[kata]["misplaced"].items()
        ),
        "DIAGNOSIS": _table(
            results,
            ("failed by wrong answers", lambda r: f"{r['by_answers']} of {r['wrong']}"),
            ("of these named", lambda r: f"{r['named']}"),
            ("named wrongly", lambda r: f"{len(r['misnamed'])}"),
            ("variants", lambda r: f"{r['variants']}"),
            ("named", lambda r: f"{r['variants_named']}"),
            ("silent", lambda r: f"{r['variants'] - r['variants_named'] - len(r['variants_misnamed'])}"),
            ("named wrongly", lambda r: f"{len(r['variants_misnamed'])}"),
        ),
        "SEEDS": _table(
            results,
            ("right ones rejected", lambda r: f"{len(r['seeds']['rejected'])}"),
            ("timelines put to each", lambda r: f"{r['seeds']['timelines']:,}"),
            ("wrong ones rejected", lambda r: f"{r['seeds']['with_pins']:,} of {r['seeds']['tried']:,}"),
            ("at their level", lambda r: f"{100 * r['seeds']['right_level'] // r['seeds']['tried']} %"),
            ("found by no draw: costs, races, rare ones", lambda r: f"{len(r['seeds']['never_drawn'])}"),
            ("the others, by draws alone", lambda r: "{:,} of {:,}".format(*r["seeds"]["by_draws"])),
        ),
        "MUTANTS": _table(
            results,
            ("mutants", lambda r: f"{r['mutants']['made']}"),
            ("rejected", lambda r: f"{r['mutants']['made'] - len(r['mutants']['passed'])}"),
            ("equivalent", lambda r: f"{len(r['mutants']['passed'])}"),
        ),
        "EQUIVALENT": "\n".join(
            f"| {kata} | `{_cell(before)}` | `{_cell(after)}` | {reason} |"
            for (kata, before, after), reason in EQUIVALENT.items()
        ),
        "BASELINES": _table(
            results,
            ("ours: right rejected", lambda r: f"{r['right'] - r['accepted']}"),
            ("wrong accepted", lambda r: f"{r['wrong'] - r['rejected']}"),
            ("examples: right rejected", lambda r: f"{r['examples']['right']}"),
            ("wrong accepted", lambda r: _share(r["examples"]["wrong"], r["wrong"])),
            ("naive: right rejected", lambda r: f"{r['naive']['right']}"),
            ("wrong accepted", lambda r: _share(r["naive"]["wrong"], r["wrong"])),
        ),
    }
    still_missed = ", ".join(f"`{name}`" for name in sorted(unseen.STILL_MISSED))
    parts |= {
        "UNSEEN": unseen.table(),
        "STILL_MISSED": still_missed,
        "MISSED_SINCE": ", ".join(f"`{name}`" for name in sorted(unseen.MISSED_SINCE)),
        "LEFT_OUT": names.table(),
        "NAMED": names.table_of_banks(),
    }
    text = WORDS.read_text(encoding="utf-8")
    for name, part in parts.items():
        text = text.replace(f"{{{name}}}", part)
    return text


def totals(results: Results) -> str:
    """Sum it up in a few sentences, which the README quotes."""

    def total(count: Callable[[dict[str, Any]], int]) -> int:
        return sum(count(results[kata]) for kata in LADDER)

    right, wrong = total(lambda r: r["right"]), total(lambda r: r["wrong"])
    rejected, accepted = right - total(lambda r: r["accepted"]), wrong - total(lambda r: r["rejected"])
    placed = wrong - total(lambda r: len(r["misplaced"]))
    false = total(lambda r: len(r["variants_misnamed"]))
    examples, naive = total(lambda r: r["examples"]["wrong"]), total(lambda r: r["naive"]["wrong"])
    return (
        f"Of {right} right solutions {rejected} are rejected, of {wrong} wrong ones {accepted} are accepted. "
        f"{_share(placed, wrong)} fail first at the level of their mistake. Of {total(lambda r: r['variants'])} known "
        f"mistakes rewritten by somebody else, {total(lambda r: r['variants_named'])} are named rightly and {false} "
        f"wrongly. On the same bank, a handful of example tests accepts {examples} of the wrong ones, and a usual "
        f"property test {naive}. {unseen.total()}"
    )


def errors(results: Results) -> str:
    """Sum it up for the card: how many wrong files passed, of those it knows and of those it had not seen."""
    known = sum(results[kata]["wrong"] for kata in LADDER)
    passed = known - sum(results[kata]["rejected"] for kata in LADDER)
    missed, tried = unseen.misses("wrong")
    return (
        f"How sure is that? Of {tried} wrong files that the grader had never seen, it passed {missed}; of {known} that "
        f"it knows, {passed}: docs/grader-quality.md"
    )


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.0f} %)"


def _table(results: Results, *columns: tuple[str, Callable[[dict[str, Any]], str]]) -> str:
    lines = [f"| kata | {' | '.join(title for title, _ in columns)} |", "|---|" + "---|" * len(columns)]
    lines += [f"| {kata} | {' | '.join(_measured(cell, results[kata]) for _, cell in columns)} |" for kata in LADDER]
    return "\n".join(lines)


def _measured(cell: Callable[[dict[str, Any]], str], found: dict[str, Any]) -> str:
    """Return the cell; a dash if that step has not been done for the kata."""
    try:
        return cell(found)
    except KeyError:
        return "-"


def _cell(code: str) -> str:
    return code.replace("|", "\\|")
