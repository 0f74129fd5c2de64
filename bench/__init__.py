"""Measures of Showclear; ``python -m bench`` prints them as one table."""
