"""What is raised instead of a wait that no caller wants."""

from collections.abc import Hashable

from ratelimit.decision import seconds


class WaitTooLong(Exception):  # noqa: N818  it is no error of anybody's
    """A server has asked for more time than one may wait, so the request was not sent.

    key: what the server's word holds for. wait: nanoseconds to go.
    """

    def __init__(self, key: Hashable, wait: int, longest: int) -> None:
        super().__init__(key, wait, longest)  # a copy, and what a pool of processes hands on, is made of these
        self.key = key
        self.wait = wait
        self._longest = longest

    def __str__(self) -> str:
        return f"wait for {self.key} must be at most {seconds(self._longest):g} s, got {seconds(self.wait):g} s"

    @property
    def wait_seconds(self) -> float:
        """`wait` in seconds, to sleep before asking again: never less than the true wait."""
        return seconds(self.wait)
