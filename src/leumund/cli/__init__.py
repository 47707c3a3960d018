"""The command line. Every command parses, calls one action and shows what came back.

``parts.py`` knows the commands' names without importing them, so that ``leumund --help``
costs nothing; ``main.py`` imports the one that is asked for.
"""
