"""How each type of event changes the state: one module per part of a production.

Nobody but ``fold`` calls these. Each function takes the state and one entry and changes the
state in place; reports move things only toward *unknown* and an open question, never toward a
showing (DESIGN.md, principle 8).
"""
