"""What the tests read out of a page: its links, its headings, its commands."""

import re
import shlex


def links(text):
    """Return where a page's links lead, in order; code has none."""
    prose = re.sub(r"^ *```.*?^ *```|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)
    found = re.findall(r"\]\(([^)]+)\)|^\[[^\]]+\]: (\S+)$", prose, re.MULTILINE)
    return ["".join(link) for link in found]


def anchors(text):
    """Return the anchors that links into a page may name."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands(text):
    """Return the words of each command in a block."""
    lines = [re.sub(r" \\\n +", " ", block).splitlines() for block in blocks(text)]
    return [shlex.split(line) for block in lines for line in block]


def blocks(text):
    """Return the text of each block of commands: one that names no language."""
    return re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def spans(text):
    """Return the code that stands inside sentences, each in one line."""
    prose = re.sub(r"^ *```.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE)
    return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose)]
