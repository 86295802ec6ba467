"""Which limiter comes next."""

import re
from collections.abc import Sequence
from datetime import date
from random import Random

from katas.review.history import History
from katas.review.planted import Planted

PLAIN = 6  # limiters
_LONG = re.compile(r"\d{5}|e\d|\*\*")


def choose(offered: Sequence[Planted], history: History, today: date, random: Random) -> Planted | None:
    """Return what was begun and not ended, else what is due, else a new one; None if there is nothing to do today.

    Katas are mixed: what is due comes from another kata than the last one if it can, and a new one from the kata that
    has been away longest. The first few need no long numbers to be shown.
    """
    by_name = {each.name: each for each in offered}
    for name in history.unfinished():
        if name in by_name:
            return by_name[name]
    last = _katas(history)[-1:]
    due = [by_name[name] for name in history.due(today) if name in by_name]
    if due:
        return next((each for each in due if [each.kata] != last), due[0])
    new = [each for each in offered if each.name not in history.rounds]
    if not new:
        return None
    plain = [each for each in new if not _LONG.search(each.shows)]
    new = plain if plain and len(history.rounds) < PLAIN else new
    seen = _katas(history)
    kata = min((each.kata for each in new), key=lambda kata: seen.index(kata) if kata in seen else -1)
    return random.choice([each for each in new if each.kata == kata])


def _katas(history: History) -> list[str]:
    """Return the katas that were practised, the latest last."""
    found = dict.fromkeys(name.partition("/")[0] for name in reversed(history.rounds))
    return list(reversed(found))
