"""The command line: commands a person types, tables they read, JSON that a program reads.

Everything that is written goes through the desk's ``submit``; nothing here changes a ledger in
another way. Adapters are named in ``wiring`` alone.
"""
