"""What people see: the card, the ladder, the picture, the plot."""
