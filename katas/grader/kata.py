"""A kata: its levels in order, each with points and a law."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from katas.grader.fingerprint import Facet
from katas.grader.plot_traffic import Traffic
from katas.grader.timeline import Timeline

ROOT = Path(__file__).parents[2]
LADDER = (
    "fixed_window",
    "sliding_log",
    "sliding_window_counter",
    "token_bucket",
    "leaky_bucket",
    "gcra",
    "composite_limits",
    "keyed_limiter",
    "redis_token_bucket",
    "http_middleware",
    "gateway_plugin",
)


@dataclass(frozen=True)
class Level:
    """One step of a kata. Its law takes a trial; the law's docstring is what the learner reads."""

    name: str
    points: int
    law: Callable[[Any], None]

    @property
    def sentence(self) -> str:
        """The law in words."""
        return (self.law.__doc__ or "").strip().splitlines()[0]


@dataclass
class Kata:
    """What a kata's test file declares: the class to write, what it is compared with, and the levels."""

    name: str
    class_name: str
    trial: Callable[..., Any]
    facets: Callable[[Any], list[Facet]]  # the probes that tell mistakes apart, for a trial
    traffic: Traffic
    library: str  # the file of ratelimit/ to compare with
    levels: list[Level] = field(default_factory=list)
    parse: Callable[[str], Any] = Timeline.parse  # reads what `--replay` runs; a `ValueError` shows the form
    shows: Literal["calls", "messages", "policies"] = "calls"  # what a failure's rows are

    def level(self, points: int) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
        """Add a law as the next level, named after its function."""

        def add(law: Callable[[Any], None]) -> Callable[[Any], None]:
            self.levels.append(Level(law.__name__, points, law))
            return law

        return add

    @property
    def stub(self) -> Path:
        """The file that the learner edits."""
        return ROOT / "katas" / self.name / f"{self.name}.py"

    @property
    def solution(self) -> Path:
        """The reference solution."""
        return ROOT / "solutions" / f"{self.name}.py"


def load_kata(name: str) -> Kata:
    """Import a kata by its name, or make the one of a variant's. Raises `ModuleNotFoundError` if there is none."""
    if not name.isidentifier():
        variant: Kata = importlib.import_module("katas.interview.variants.kata").kata_of(name)
        return variant
    kata = importlib.import_module(f"katas.{name}.test_{name}").KATA
    if not isinstance(kata, Kata):
        raise TypeError(f"katas/{name}/test_{name}.py must define KATA, got {kata!r}")
    return kata
