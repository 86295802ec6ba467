"""`python -m katas.interview`: a practice interview in the terminal."""

import argparse
import importlib
import os
import signal
import sys
from contextlib import suppress
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from random import SystemRandom
from time import monotonic
from types import FrameType

from katas.grader.kata import ROOT
from katas.grader.report.pytest_command import from_here
from katas.interview.command import python
from katas.interview.debrief.page import plain
from katas.interview.debrief.writing import debriefed
from katas.interview.listing import listing, told
from katas.interview.plan import USUAL
from katas.interview.screen.lines import Lines
from katas.interview.screen.screen import Leave, Screen
from katas.interview.session import Session, beginning, sessions
from katas.interview.stages.stages import go_on
from katas.interview.stages.words import wrapped

HOME = ROOT / ".katas" / "interview"
MOST_MINUTES = 600
MOST_SEED = 10_000  # a seed is typed by people
_PAUSE = "Ctrl-C leaves at any moment: everything is kept, and the clock stands until you go on."


def main(arguments: list[str]) -> int:
    """Begin an interview, or take one up. Returns the exit status."""
    options = _parser().parse_args(arguments)
    home: Path = options.folder
    if options.list:
        print(listing(home))
        return 0
    for name in ("SIGTERM", "SIGHUP"):  # what a closed terminal sends
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    screen = _screen()
    try:
        session = _taken_up(home, options, screen) or _begun(home, options, screen)
        go_on(session, screen)
        screen.show("\nMaking the debrief: your file is graded against other answers too ...")
        debrief = debriefed(session)
    except (Leave, KeyboardInterrupt):
        with suppress(OSError):  # the terminal may be gone
            screen.show(f"\nLeft: everything is kept, and the clock stands. To go on:\n  {_resuming(home)}")
        return 0
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    page = plain(debrief, screen.width)
    screen.show(f"\n{page}\n\nThis debrief, with debrief.json beside it:\n  {from_here(session.debrief)}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m katas.interview", description="A practice interview.")
    parser.add_argument("--minutes", type=int, default=USUAL, help=f"how long it takes; {USUAL} unless you say")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument(
        "--practice", action="store_true", help="grade as often as you like, read the rules (the default)"
    )
    kind.add_argument("--mock", action="store_true", help="no hints, one card for each stage, the clock ends stages")
    parser.add_argument("--seed", type=int, help="the same seed is the same interview, for everyone")
    parser.add_argument("--resume", action="store_true", help="go on with the last one that was left, or with --seed's")
    parser.add_argument("--list", action="store_true", help="show past interviews")
    parser.add_argument("--folder", type=Path, default=HOME, help="where interviews are kept; .katas/interview")
    return parser


def _taken_up(home: Path, options: argparse.Namespace, screen: Screen) -> Session | None:
    """Return the last interview that was left, if the candidate wants to go on with it."""
    mine = "" if options.seed is None else f"{options.seed}-"
    left = [
        folder for folder in sessions(home) if folder.name.startswith(mine) and not (folder / "debrief.md").exists()
    ]
    if not left:
        if options.resume:
            raise ValueError(_none_to_resume(home, options.seed))
        return None
    session = Session.resume(left[-1], monotonic)
    if not options.resume:
        if options.seed is not None:
            return None
        screen.show(f"An interview was left: {told(session)}")
        if screen.ask("Go on with it? yes, or no for a new one: ").lower() not in ("", "y", "yes"):
            return None
    session.state.pauses += 1
    session.save()
    screen.show(f"Going on: {told(session)}")
    return session


def _none_to_resume(home: Path, seed: int | None) -> str:
    """Say why there is nothing to go on with, and what else waits."""
    kept = sessions(home)
    mine = seed is not None and any(folder.name.startswith(f"{seed}-") for folder in kept)
    said = f"Interview {seed} is done." if mine else "There is no interview to resume"
    said += "" if mine else f" with seed {seed}." if seed is not None else f" in {from_here(home)}."
    left = [folder.name.partition("-")[0] for folder in kept if not (folder / "debrief.md").exists()]
    if not left:
        return said
    others = dict.fromkeys(reversed(left))
    return said + "".join(f"\nTo go on with {other}:\n  {_resuming(home)} --seed {other}" for other in others)


def _begun(home: Path, options: argparse.Namespace, screen: Screen) -> Session:
    """Return a new interview."""
    if not 10 <= options.minutes <= MOST_MINUTES:
        raise ValueError(f"--minutes must be 10 to {MOST_MINUTES}, got {options.minutes}")
    seed = SystemRandom().randrange(MOST_SEED) if options.seed is None else options.seed
    state = beginning(seed, options.minutes, mock=options.mock, now=datetime.now().astimezone())
    session = Session.begin(home, state, monotonic)
    kind = "a mock: no hints, and the clock ends stages" if options.mock else "practice"
    same = f"The same seed is the same interview: --seed {seed}. {_PAUSE}"
    screen.show(wrapped(f"Interview {seed}, {options.minutes} minutes, {kind}. {same}", screen.width))
    return session


def _resuming(home: Path) -> str:
    there = "" if home.resolve() == HOME else f" --folder {from_here(home.resolve())}"
    return python(f"katas.interview --resume{there}")


def _screen() -> Screen:
    terminal = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    if not terminal or find_spec("prompt_toolkit") is None:
        return Lines()
    screen: Screen = importlib.import_module("katas.interview.screen.terminal").Terminal()
    return screen


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
