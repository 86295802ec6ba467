"""A terminal: a line to type in, and below it a countdown that runs."""

import asyncio
from functools import partial

from prompt_toolkit import PromptSession

from katas.grader.report.terminal import card_width
from katas.interview.countdown import Countdown
from katas.interview.screen.screen import PAUSE, Leave, TimeUp

REFRESH = 0.25  # seconds: the countdown shows whole ones


class Terminal:
    """Asks with prompt_toolkit. When the time is up, the line that is being typed ends."""

    def __init__(self) -> None:
        self._prompts: PromptSession[str] = PromptSession(reserve_space_for_menu=0)

    @property
    def width(self) -> int:
        """The columns of the terminal, within the bounds of a card."""
        return card_width(is_terminal=True)

    def show(self, text: str) -> None:
        """Write lines."""
        print(text, flush=True)

    def ask(self, message: str, countdown: Countdown | None = None, draft: str = "") -> str:
        """Return a line. Raises `TimeUp` or `Leave`."""
        app = self._prompts.app

        async def end_in(seconds: float) -> None:
            await asyncio.sleep(seconds)
            if app.future is not None and not app.future.done():
                app.exit(exception=TimeUp(app.current_buffer.text))

        def watch() -> None:
            if countdown is not None and countdown.cuts:
                app.create_background_task(end_in(max(0.0, countdown.left)))

        self._prompts.bottom_toolbar = None if countdown is None else partial(getattr, countdown, "bar")
        try:
            line: str = self._prompts.prompt(
                message,
                default=draft,
                refresh_interval=REFRESH,
                pre_run=watch,
            )
        except (KeyboardInterrupt, EOFError) as error:
            raise Leave(self._prompts.default_buffer.text) from error
        return line.strip()

    def pause(self) -> None:
        """Wait for Enter. Raises `Leave`."""
        self.ask(PAUSE)
