"""The grader: laws put to a submission, and the card that says what was found."""

from katas.grader.kata import Kata
from katas.grader.keyed.trial import KeyedTrial
from katas.grader.meter.trial import MeterTrial

__all__ = ["Kata", "KeyedTrial", "MeterTrial"]
