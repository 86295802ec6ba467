"""What is known of this grader's own mistakes, for the card of a pass."""

import json

from katas.grader.kata import ROOT, Kata

STORED = ROOT / "katas" / "quality.json"  # `make quality` writes it


def track_record(kata: Kata) -> str:
    """Say how many known solutions this kata's grader judges as it should; "" if nobody has counted yet."""
    found = json.loads(STORED.read_text(encoding="utf-8")).get(kata.name)
    if not found:
        return ""
    words = (
        f"This grader accepts {found['accepted']} of {found['right']} right solutions that it was tried on, and "
        f"rejects {found['rejected']} of {found['wrong']} wrong ones"
    )
    if "mutants" in found:
        made, passed = found["mutants"]["made"], len(found["mutants"]["passed"])
        words += f" and {made - passed} of {made} small changes of the reference (the rest change no answer)"
    return f"{words}: docs/grader-quality.md"
