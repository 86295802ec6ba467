"""Whether two pictures look the same."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageChops

BLOCK = 4
"""Pictures are compared in blocks of so many pixels a side, by their mean colours. On a page, that is two pixels."""

TOLERANCE = 80
"""How much a block may differ, of 255. Another processor may round the edge of a line or a letter differently, by at
most a pixel, which is up to a quarter of the way from ink to paper, 64. A mark that is gone or moved is over 100."""


def difference(one: bytes, other: bytes) -> int:
    """Return by how much two PNGs differ where they differ most: 0 to 255, and 255 if their sizes differ."""
    first, second = (Image.open(BytesIO(png)).convert("RGB") for png in (one, other))
    if first.size != second.size:
        return 255
    blocks = ImageChops.difference(first.reduce(BLOCK), second.reduce(BLOCK))
    return int(np.asarray(blocks).max())


def looks_same(one: bytes, other: bytes) -> bool:
    """Return whether nobody would see a difference."""
    return one == other or difference(one, other) <= TOLERANCE
