"""`python -m katas.predict KATA`: what will it answer? With `--examples FILE`: are your own examples right?"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from katas.grader.kata import ROOT, Kata, load_kata
from katas.predict.examples import FORMS, judge_examples, read_examples
from katas.predict.known import Missing
from katas.predict.prediction import predict
from katas.predict.timelines import TIMELINES
from katas.review.screen import Left, Screen


def main(arguments: Sequence[str], screen: Screen) -> int:
    """Predict, and return the status for the shell: 1 if an example is wrong."""
    parser = argparse.ArgumentParser("python -m katas.predict", description=__doc__)
    parser.add_argument("kata", help=", ".join(TIMELINES))
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--from", type=int, default=1, choices=range(1, 6), dest="first", help="the timeline to begin with"
    )
    group.add_argument("--examples", metavar="FILE", help="lines such as 1/10: take(0)=0 take(5)=5; - reads them here")
    asked = parser.parse_args(arguments)
    if asked.kata not in TIMELINES:
        parser.error(f"there is nothing to predict of {asked.kata}; there is of {', '.join(TIMELINES)}")
    kata = load_kata(asked.kata)
    if not kata.solution.exists():
        parser.error(f"{kata.solution.relative_to(ROOT)} is not there, and it says what is right")
    try:
        if asked.examples is None:
            with suppress(Left, KeyboardInterrupt):
                predict(kata, screen, asked.first)
            return 0
        return _judge(parser, kata, asked.examples, screen)
    except Missing as reason:
        parser.error(str(reason))


def _judge(parser: argparse.ArgumentParser, kata: Kata, file: str, screen: Screen) -> int:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        examples = read_examples(kata, text)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    if not examples:
        parser.error(f"{file} has no line such as {FORMS[kata.shows]}")
    return 0 if judge_examples(kata, examples, screen) else 1


if __name__ == "__main__":
    with suppress(ImportError):  # not on Windows; with it, a line can be edited
        import readline  # noqa: F401
    sys.exit(main(sys.argv[1:], Screen()))
