"""What a kata's hints.md says of a level: three hints, an interviewer's question, where the bug has shipped."""

import re
from pathlib import Path
from typing import NamedTuple

from katas.grader.kata import ROOT


class Advice(NamedTuple):
    """One section of hints.md."""

    interview: str = ""
    wild: str = ""
    hints: tuple[str, ...] = ()


def advice(kata: str, level: str, folder: Path = ROOT / "katas") -> Advice:
    """Read the level's section; empty where there is none. A section is `## level`, two labelled lines, a list 1-3."""
    text = (folder / kata / "hints.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {re.escape(level)}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    if section is None:
        return Advice()
    hints = re.findall(r"^\d\. (.*?)(?=^\d\. |\Z)", section[1], re.DOTALL | re.MULTILINE)
    return Advice(
        interview=_labelled("In an interview", section[1]),
        wild=_labelled("Seen in the wild", section[1]),
        hints=tuple(" ".join(hint.split()) for hint in hints),
    )


def _labelled(label: str, section: str) -> str:
    found = re.search(rf"^{label}: (.*?)(?=\n\n|\n\d\. |\n[A-Z][a-z ]+: |\Z)", section, re.DOTALL | re.MULTILINE)
    return " ".join(found[1].split()) if found else ""
