"""What builds the catalogue and the reference pages from the code. Not installed."""
