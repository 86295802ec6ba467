"""A picture: its bytes, and in words what it shows."""

from io import BytesIO
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from PIL import Image


class Picture:
    """A PNG, the same bytes in every run, and the numbers that it shows, in words."""

    def __init__(self, figure: Figure, words: str) -> None:
        drawn, stream = BytesIO(), BytesIO()
        figure.savefig(drawn, format="png")
        image = Image.open(drawn).convert("RGB")
        # With 256 colours nobody sees a difference, and the file is a third.
        image.quantize(256, dither=Image.Dither.NONE).save(stream, "png", optimize=True)
        self.png = stream.getvalue()
        self.words = words
        self._width = image.width // 2

    def save(self, path: str | Path) -> None:
        """Write the PNG to a file."""
        Path(path).write_bytes(self.png)

    def __repr__(self) -> str:
        return self.words

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        """Show it in a notebook, at half its size: sharp screens have two pixels for one."""
        return {"image/png": self.png, "text/plain": self.words}, {"image/png": {"width": self._width}}
