"""How long to look for a mistake."""

from typing import NamedTuple


class Profile(NamedTuple):
    """The shipped profile is the same for everyone; `--deep` draws thousands, new ones each time."""

    cases: int = 150  # timelines drawn for each set of inputs
    seed: int = 0
