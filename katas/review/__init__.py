"""Some minutes a day: a limiter with one mistake in it, to show, to fix and to name. `python -m katas.review`."""
