"""How often a card names a mistake that is not among the known ones: `python -m tests.quality.names` prints it.

Each known mistake is left out once, and compared with all others. If another form of it is left, that should be named,
or nothing; if none is left, any name is wrong. It reads what `make mistakes` stored, and takes a few seconds.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from katas.grader.kata import LADDER, load_kata
from katas.grader.run.diagnosis import Mistake, known_mistakes, match


class LeftOut(NamedTuple):
    """A known mistake, and what it was called when it was not known."""

    name: str
    has_forms: bool  # whether another form of it was still known
    came: str  # "right", "silent" or "wrong"
    called: tuple[str, ...] = ()


def left_out(known: dict[str, Mistake]) -> Iterator[LeftOut]:
    """Leave out each of a kata's known mistakes, one at a time."""
    for name, mistake in known.items():
        others = {other: each for other, each in known.items() if other != name}
        found = match(mistake.prints, others)
        kinds = {known[other].kind for other in found.names} if found else set()
        came = "silent" if found is None else "right" if kinds == {mistake.kind} else "wrong"
        has_forms = any(other.kind == mistake.kind for other in others.values())
        yield LeftOut(name, has_forms, came, tuple(found.names) if found else ())


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


def _row(kata: str, counts: Counter[tuple[bool, str]]) -> str:
    cells = [sum(number for (forms, _), number in counts.items() if forms)]
    cells += [counts[True, came] for came in ("right", "silent", "wrong")]
    cells += [sum(number for (forms, _), number in counts.items() if not forms)]
    cells += [counts[False, came] for came in ("silent", "wrong")]
    return f"| {kata} | {' | '.join(map(str, cells))} |"


def main() -> None:
    """Print the table, and each wrong name."""
    print(table())  # noqa: T201  a command
    for kata in LADDER:
        for each in left_out(known_mistakes(load_kata(kata))):
            if each.came == "wrong":
                print(f"{kata}: {each.name} was called {', '.join(each.called)}")  # noqa: T201


if __name__ == "__main__":
    main()
