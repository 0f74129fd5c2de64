"""Event types: one module per part of a production; ``table`` lists them all.

Each body is a frozen struct whose tag carries type and version (``look/1``). A version is never
changed once released: a new one is added beside it and lifted by a pure function.
"""
