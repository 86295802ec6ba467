"""A practice interview: every answer is computed, none is a matter of opinion."""
