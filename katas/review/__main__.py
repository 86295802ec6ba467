"""`python -m katas.review`: a limiter with one mistake in it; `--numbers`: questions with a number for an answer."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from katas.grader.kata import LADDER, ROOT
from katas.grader.report.pytest_command import from_here
from katas.interview.numbers.deck import TEMPLATES
from katas.review.history import History
from katas.review.numbers import ask_numbers
from katas.review.planted import BANK, USUAL, planted
from katas.review.screen import Left, Screen
from katas.review.session import review

KEPT = "\nAll is kept. Go on at any time with the same command."
NAMED = f"{KEPT[:-1]}, but without the names:\nwith them, these kinds come first again."


def main(arguments: Sequence[str], screen: Screen, today: date, folder: Path = ROOT / ".katas") -> int:
    """Review, and return the status for the shell."""
    parser = argparse.ArgumentParser("python -m katas.review", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"only these: {', '.join(LADDER)}; of numbers, these kinds first")
    parser.add_argument("--numbers", action="store_true", help="ask for numbers instead")
    asked = parser.parse_args(arguments)
    known = TEMPLATES if asked.numbers else LADDER
    strange = [name for name in asked.name if name not in known]
    if strange:
        what = "no numbers are asked" if asked.numbers else "there is nothing to review"
        parser.error(f"{what} of {', '.join(strange)}; there is of {', '.join(known)}")
    try:
        return _practise(asked, screen, today, folder)
    except (Left, KeyboardInterrupt):
        screen.show(NAMED if asked.numbers and asked.name else KEPT)
        return 0
    except OSError as error:
        screen.say(f"{from_here(folder)} can't be read or written, so the last step is not kept: {error}")
        return 1


def _practise(asked: argparse.Namespace, screen: Screen, today: date, folder: Path) -> int:
    history = History(folder / "review.jsonl")
    if asked.numbers:
        ask_numbers(history, screen, today, asked.name)
    offered = [each for name in asked.name or USUAL for each in planted(name)]
    if not offered:
        screen.say(f"The limiters to review lie in {BANK}, and there are none. They come with a clone of the project.")
        return 1
    review(offered, history, folder / "review", screen, today)
    return 0


if __name__ == "__main__":
    with suppress(ImportError):  # not on Windows; with it, a line can be edited, and the one before called back
        import readline  # noqa: F401
    sys.exit(main(sys.argv[1:], Screen(), datetime.now().astimezone().date()))
