"""What must hold before the next step: packs as data, one small function a rule, decide, audit.

``decide`` answers with a verdict and never with a bare yes or no; ``audit`` re-computes the
verdicts of a whole ledger and reports differences. Nothing here changes anything.
"""
