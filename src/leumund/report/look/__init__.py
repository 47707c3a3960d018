"""The report of a first look at a folder: what stands out, and every row behind it."""
