"""What has happened and how it is kept: events, envelope, tree, notes, fold, trace, verify.

Everything an outsider needs to check a ledger is in this room and below it; nothing here knows a
rule. Signature checks, instants and parallelism are handed in by the rooms above.
"""
