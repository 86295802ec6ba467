"""`python -m notebooks` executes all notebooks anew and writes them, and the pictures that other pages show."""

from notebooks.notebook import NOTEBOOKS, execute, read, settled, write
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
