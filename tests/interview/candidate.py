"""A candidate in a test: a screen that types prepared lines, and a clock that goes only when they say so."""

from katas.interview.screen.screen import Leave, TimeUp


class Candidate:
    """Types `lines` one after the other. A number lets so many seconds pass; a function is called, to write a file."""

    width = 80

    def __init__(self, *lines) -> None:
        self.lines, self.seen, self.now = list(lines), [], 0.0

    def clock(self):
        return self.now

    def show(self, text):
        self.seen.append(text)

    @property
    def text(self):
        return "\n".join(self.seen)

    def ask(self, message, countdown=None, draft=""):
        self.seen += [f"[{countdown.bar}]" if countdown else "", message + draft]
        while not (countdown and countdown.over):
            if not self.lines:
                raise Leave
            line = self.lines.pop(0)
            if isinstance(line, (int, float)):
                most = countdown.left if countdown and countdown.cuts else line
                self.now += min(line, most)  # a terminal ends the line when the time is up
            elif isinstance(line, (Leave, TimeUp)):
                raise line
            elif callable(line):
                line()
            else:
                self.seen.append(line)
                return line
        raise TimeUp

    def pause(self):
        self.seen.append("(Enter)")
