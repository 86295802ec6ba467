"""Pictures of the notebooks that other pages show."""

from notebooks.notebook import HERE, pictures, read

SHOWN = {  # file -> notebook and cell
    HERE.parent / "docs" / "pictures" / "burst.png": ("1_five_ways_to_meet_a_burst", "all-of-it"),
}


def shown(page: object) -> bytes:
    """Return the picture that belongs into a file."""
    name, cell = next(where for path, where in SHOWN.items() if path == page)
    found = next(each for each in read(HERE / f"{name}.ipynb").cells if each.id == cell)
    return pictures(found)[0]
