"""Labels: what a code says, which stocks there are, where each label goes, how it is drawn.

A label names a thing and says nothing about it: no kind, no number of rounds, no place.
"""
