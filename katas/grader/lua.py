"""Finds the learner's line in what the server says of a script."""

import re
from collections.abc import Iterable
from pathlib import Path

from katas.grader.watch import Watch


def place(said: str, scripts: Iterable[str], watch: Watch) -> tuple[str, str]:
    """Return the server's words without its own addresses, and the line of the submission that they are about."""
    found = re.search(r"user_script:(\d+):?", said)
    words = re.sub(r"user_script:\d+: |\s*script: (\w{40}, )?on @user_script:\d+\.$", "", said)
    if found is None:
        return words[:160], ""
    number = int(found[1])
    for script in scripts:
        lines = script.split("\n")
        if number <= len(lines):
            source = Path(watch.path).read_text(encoding="utf-8")
            start = source.find(script)
            if start >= 0:
                return words[:160], watch.show(source[:start].count("\n") + number)
            return f"{words[:120]}, in line {number} of the script: {lines[number - 1].strip()[:60]}", ""
    return words[:160], ""
