"""Charts of measured costs: bars for one size, lines for growth."""
