"""Before a line is written: what will a limiter answer? `python -m katas.predict token_bucket`."""
