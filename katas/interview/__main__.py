"""`python -m katas.interview`: a practice interview in the terminal."""

import argparse
import os
import signal
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from random import SystemRandom
from time import monotonic
from types import FrameType

from katas.grader.kata import ROOT
from katas.interview.debrief.writing import debriefed
from katas.interview.listing import listing
from katas.interview.screen.lines import Lines
from katas.interview.screen.screen import Leave, Screen
from katas.interview.session import STAGES, Session, beginning, sessions
from katas.interview.stages.stages import go_on

MOST_SEED = 10_000  # a seed is typed by people


def main(arguments: list[str]) -> int:
    """Begin an interview, or take one up. Returns the exit status."""
    options = _parser().parse_args(arguments)
    home: Path = options.folder
    if options.list:
        print(listing(home))
        return 0
    screen = _screen()
    try:
        session = _taken_up(home, options, screen) or _begun(home, options, screen)
        go_on(session, screen)
    except Leave:
        screen.show(f"\nLeft. Everything is kept. To go on: {RESUME}")
        return 0
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    screen.show(debriefed(session, screen.width))
    return 0
