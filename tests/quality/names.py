"""How often a card names a mistake that is not among the known ones: `python -m tests.quality.names` prints it.

Each known mistake is left out once, and compared with all others; so are the files of each bank in tests/unseen, all
together. If another form is left, that should be named, or nothing; if none is left, any name is wrong. It reads what
`make mistakes` stored, and takes a few seconds.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from katas.grader.kata import LADDER, load_kata
from katas.grader.run.diagnosis import Mistake, known_mistakes, match
from tests.quality.unseen import BANKS

NAMED_AT_LEAST = 0.6  # of a bank that was not known
WRONG_AT_MOST = 0.03


class LeftOut(NamedTuple):
    """A known mistake, and what it was called when it was not known."""

    name: str
    has_forms: bool  # whether another form of it was still known
    came: str  # "right", "silent" or "wrong"
    called: tuple[str, ...] = ()


def left_out(known: dict[str, Mistake]) -> Iterator[LeftOut]:
    """Leave out each of a kata's known mistakes, one at a time."""
    for name in known:
        yield _compared(known, name, {other: each for other, each in known.items() if other != name})


def bank_left_out(known: dict[str, Mistake], bank: str) -> Iterator[LeftOut]:
    """Leave out a bank of files that were unseen once, such as "first"."""
    others = {name: each for name, each in known.items() if not name.startswith(f"{bank}/")}
    for name in known.keys() - others.keys():
        yield _compared(known, name, others)


def _compared(known: dict[str, Mistake], name: str, others: dict[str, Mistake]) -> LeftOut:
    found = match(known[name].prints, others)
    true = set(known[name].kinds)
    called = {kind for other in found.names for kind in known[other].kinds} if found else set()
    came = "silent" if found is None else "right" if true & called else "wrong"
    has_forms = any(true.intersection(other.kinds) for other in others.values())
    return LeftOut(name, has_forms, came, tuple(found.names) if found else ())


def table() -> str:
    """Return a row for each kata, and one for all of them."""
    titles = "another form is known | named rightly | silent | named wrongly | none is known | silent | named wrongly"
    lines = [f"| kata | {titles} |", "|---|" + "---|" * 7]
    total: Counter[tuple[bool, str]] = Counter()
    for kata in LADDER:
        counts = Counter((each.has_forms, each.came) for each in left_out(known_mistakes(load_kata(kata))))
        lines.append(_row(kata, counts))
        total += counts
    return "\n".join([*lines, _row("all", total)])


def table_of_banks() -> str:
    """Return a row for each bank in tests/unseen."""
    lines = ["| bank | give wrong answers | named rightly | silent | named wrongly |", "|---|---|---|---|---|"]
    for bank in BANKS:
        came = Counter(each.came for kata in LADDER for each in bank_left_out(known_mistakes(load_kata(kata)), bank))
        share = f"{came['right']} ({100 * came['right'] // came.total()} %)"
        lines.append(f"| {bank} | {came.total()} | {share} | {came['silent']} | {came['wrong']} |")
    return "\n".join(lines)


def _row(kata: str, counts: Counter[tuple[bool, str]]) -> str:
    cells = [sum(number for (forms, _), number in counts.items() if forms)]
    cells += [counts[True, came] for came in ("right", "silent", "wrong")]
    cells += [sum(number for (forms, _), number in counts.items() if not forms)]
    cells += [counts[False, came] for came in ("silent", "wrong")]
    return f"| {kata} | {' | '.join(map(str, cells))} |"


def main() -> None:
    """Print the table, and each wrong name."""
    print(table(), table_of_banks(), sep="\n\n")  # noqa: T201  a command
    for kata in LADDER:
        known = known_mistakes(load_kata(kata))
        for each in chain(left_out(known), *(bank_left_out(known, bank) for bank in BANKS)):
            if each.came == "wrong":
                print(f"{kata}: {each.name} was called {', '.join(each.called)}")  # noqa: T201


if __name__ == "__main__":
    main()
