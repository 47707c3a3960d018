"""What was said in a call: transcripts, checks as data, and a person who confirms.

A check finds words, their order and what is missing at the start; it learns nothing, ranks
nobody and compares no voices. What it finds is a place in a transcript that a person should
read: it counts when a person has confirmed it.
"""
