"""A Monday morning: the folder of a seller whose partners ring people up, as such folders are.

Made with the truth beside it. ``story`` makes up what happened, ``check`` reads off in plain
words which rows are findings, the other files write it down as badly as people do.
``writer`` alone touches the disk.
"""
