"""Pages, API and the board that keeps up: the set app as a server of one ledger.

It asks the desk and hands it what people signed; it decides nothing. ``app`` builds the whole;
``served`` is the one ledger behind it; ``pages`` are what people see, ``api`` the same as JSON.
Keys never come here: what people sign, they sign in their browser (``client/``).
"""
