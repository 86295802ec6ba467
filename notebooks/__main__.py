"""`python -m notebooks` executes all notebooks and writes them, then draws the pictures that other pages show."""

from notebooks.image_comparison import looks_same
from notebooks.notebook import HERE, NOTEBOOKS, execute, read, settled, write
from notebooks.page_pictures import PAGE_PICTURES

for path in NOTEBOOKS:
    committed = read(path)
    write(settled(committed, execute(committed)), path)
    print(path.name)
for page, draw in PAGE_PICTURES.items():
    drawn = draw()
    if not page.exists() or not looks_same(page.read_bytes(), drawn):  # another machine's rounding changes no file
        page.write_bytes(drawn)
    print(page.relative_to(HERE.parent))
