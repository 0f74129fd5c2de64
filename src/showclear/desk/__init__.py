"""The desk: the one process that writes one ledger.

It takes signed envelopes, decides each in order, commits them with one ``decided`` event, reads
them back, signs the head and hands out receipts. What must hold is decided in ``rules``; how it
is kept is in ``record``; disks, clocks and keys come in through ``ports``.
"""
