"""The rows that findings rest on, and what of them is about one line."""
