"""Finds the learner's line in what the server says of a script."""

import re
from collections.abc import Iterable
from pathlib import Path

from katas.grader.guard import Guard

ADVICE = {  # what a script's error says -> what that means, for somebody who is new to Lua
    "Attempt to modify a readonly table": "A variable without `local` is global, which Redis forbids.",
    "nonexistent global variable": "It is misspelt, lacks its `local`, or is not in Redis's Lua.",
    "a nil value": "What Redis does not have is `false` in Lua, not nil: so `~= nil` is true of it.",
}


def locate(said: str, scripts: Iterable[str], guard: Guard) -> tuple[str, str]:
    """Return the server's words without its own addresses, and the line of the submission that they are about."""
    found = re.search(r"user_script:(\d+):?", said)
    words = re.sub(r"user_script:\d+: |\s*script: (\w{40}, )?on @user_script:\d+\.$", "", said)
    words = ". ".join([words, *(advice for error, advice in ADVICE.items() if error in words)])
    if found is None:
        return words[:200], ""
    number = int(found[1])
    for script in scripts:
        lines = script.split("\n")
        if number <= len(lines):
            source = Path(guard.path).read_text(encoding="utf-8")
            start = source.find(script)
            if start >= 0:
                return words[:200], guard.show(source[:start].count("\n") + number)
            return f"{words[:160]}, in line {number} of the script: {lines[number - 1].strip()[:60]}", ""
    return words[:200], ""
