"""What the second notebook measures: worst cases, variants of limiters, and the size of their state."""
