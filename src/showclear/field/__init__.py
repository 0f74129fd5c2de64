"""What there is on a set: ids, instants, people, stock, mechanisms.

Plain vocabulary with the data that belongs to it. This room knows nothing of signatures, events
or rules, and nothing above it may redefine a word it defines.
"""
