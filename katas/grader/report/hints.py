"""What a kata's hints.md says of a level: three hints and an interviewer's question."""

import re
from pathlib import Path
from typing import NamedTuple

from katas.grader.kata import ROOT


class Advice(NamedTuple):
    """One section of hints.md."""

    interview: str = ""
    hints: tuple[str, ...] = ()


def advice(kata: str, level: str, folder: Path = ROOT / "katas") -> Advice:
    """Read the level's section; empty where there is none. A section is `## level`, two labelled lines, a list 1-3."""
    path = folder / kata / "hints.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    section = re.search(rf"^## {re.escape(level)}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    if section is None:
        return Advice()
    hints = re.findall(r"^\d\. (.*?)(?=^\d\. |\Z)", section[1], re.DOTALL | re.MULTILINE)
    return Advice(
        interview=_interview(section[1]),
        hints=tuple(" ".join(hint.split()) for hint in hints),
    )


def _interview(section: str) -> str:
    found = re.search(r"^In an interview: (.*?)(?=\n\n|\n\d\. |\n[A-Z][a-z ]+: |\Z)", section, re.DOTALL | re.MULTILINE)
    return " ".join(found[1].split()) if found else ""
