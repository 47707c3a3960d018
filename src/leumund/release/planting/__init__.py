"""Decoys: which lines are some, and which partner was told of them."""
