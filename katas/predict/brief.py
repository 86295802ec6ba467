"""What a kata's brief says."""

import re
from functools import cache
from pathlib import Path

from katas.grader.kata import Kata
from katas.review.planted import Planted


def law_of(mistake: Planted, kata: Kata) -> str:
    """Return the law that a mistake breaks, as the brief has it; "" if that is the kata's own formula."""
    return _laws(_text(kata)).get(mistake.law, "")


def law_of_errors(kata: Kata) -> str:
    """Return the law on what can never be granted; "" if the brief has none."""
    return next((law for law in _laws(_text(kata)).values() if law.startswith("Never is an error")), "")


def sentence_with(words: str, kata: Kata) -> str:
    """Return the sentence of the brief that has these words. Raises a `ValueError` if there is none."""
    for block in re.split(r"\n\n|\n(?=- |\d+\. |\|)", _text(kata)):
        text = _plain(block)
        if _plain(words) in text:
            sentences = re.split(r"(?<=[.:]) (?=[A-Z(])|(?<=\.\)) | \| ", text)
            return next((each for each in sentences if _plain(words) in each), text).strip("| ")
    raise ValueError(f"the brief of {kata.name} has no sentence with {words!r}")


def _text(kata: Kata) -> str:
    return _read(kata.stub.with_name("README.md"))


@cache
def _read(path: Path) -> str:
    return re.sub(r"^> ", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)


@cache
def _laws(text: str) -> dict[int, str]:
    """Return the numbered laws, each with its title and two sentences."""
    found = re.findall(r"^(\d+)\. (\*\*.*?)(?=\n\n|\n\d+\. |\n +[-|] |\Z)", text, re.DOTALL | re.MULTILINE)
    return {int(number): _beginning(law) for number, law in found if number != "0"}


def _beginning(law: str) -> str:
    return " ".join(re.split(r"(?<=\.) (?=[A-Z])", _plain(law))[:3])


def _plain(markdown: str) -> str:
    """Return a paragraph in one line, without marks and links."""
    text = re.sub(r"^- |^\d+\. ", "", markdown.strip())
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"\*\*|`|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)", "", text).split())
