"""The parts that pictures are made of: rows and their marks, calls in columns, an axis of time, and one style."""
