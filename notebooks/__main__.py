"""`python -m notebooks` executes all notebooks anew and writes them, and the pictures that other pages show."""

from notebooks.alike import alike
from notebooks.drawn import DRAWN
from notebooks.notebook import HERE, NOTEBOOKS, execute, read, settled, write
from notebooks.shown import SHOWN, shown

for path in NOTEBOOKS:
    committed = read(path)
    fresh = settled(committed, execute(committed))
    write(fresh, path)
    print(path.name)
for page in SHOWN:
    page.parent.mkdir(exist_ok=True)
    page.write_bytes(shown(page))
    print(page.name)
for page, draw in DRAWN.items():
    drawn = draw()
    if not page.exists() or not alike(page.read_bytes(), drawn):  # another machine's rounding changes no file
        page.write_bytes(drawn)
    print(page.relative_to(HERE.parent))
