"""What the terminal can do: how wide a card may be, and whether it shows pictures."""

from base64 import b64encode
from collections.abc import Mapping
from shutil import get_terminal_size

NARROW, USUAL, WIDE = 60, 80, 100  # columns
_CHUNK = 4096  # characters that kitty's protocol takes at once


def card_width(*, is_terminal: bool) -> int:
    """Return the columns of a card: those of the terminal within bounds, 80 in a pipe or file."""
    return max(NARROW, min(WIDE, get_terminal_size().columns)) if is_terminal else USUAL


def inline(png: bytes, environment: Mapping[str, str], columns: int) -> str:
    """Return the text that shows a PNG so many columns wide, "" if the terminal can't, or is unknown."""
    if "TMUX" in environment or environment.get("TERM", "").startswith("screen"):
        return ""  # these pass no pictures on
    program = environment.get("TERM_PROGRAM", "")
    coded = b64encode(png).decode()
    if program in ("iTerm.app", "WezTerm"):  # https://iterm2.com/documentation-images.html
        return f"\033]1337;File=inline=1;size={len(png)};width={columns}:{coded}\a\n"
    if "KITTY_WINDOW_ID" in environment or program == "ghostty":  # https://sw.kovidgoyal.net/kitty/graphics-protocol/
        chunks = [coded[start : start + _CHUNK] for start in range(0, len(coded), _CHUNK)]
        heads = [f"f=100,a=T,c={columns},m=1", *["m=1"] * (len(chunks) - 1)]
        heads[-1] = heads[-1].replace("m=1", "m=0")
        return "".join(f"\033_G{head};{chunk}\033\\" for head, chunk in zip(heads, chunks, strict=True)) + "\n"
    return ""
