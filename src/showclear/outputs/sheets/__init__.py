"""Sheets of paper: what stands on each, and how it is laid out as PDF.

``model`` is a sheet's content without ink; ``pages`` prints any sheet; ``day`` reads one working
day out of the ledger's events; the other modules make one sheet each. Every sheet repeats what
people stated. None says where guns are kept, but the count sheet, which is the handler's own.
"""
