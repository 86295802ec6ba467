"""The rows of the tables: what is measured, ours, the peers' and the learner's own, beside the floor."""
