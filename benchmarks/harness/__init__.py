"""What every question of `pytest benchmarks` needs: turns, figures, tables, charts, and the learner's own class."""
