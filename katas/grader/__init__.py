"""The grader: laws put to a submission, and the card that says what was found.

On the ground floor are the words that all rooms share. A kind of submission has a room: `meter`, `keyed`, `redis`.
`run` runs a submission guarded, and `report` shows what was found; both know no kind.
"""

from katas.grader.kata import Kata

__all__ = ["Kata"]
