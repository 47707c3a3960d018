"""What moves an order: each move with its step, its entry and the event that leaves us."""
