"""What goes out on paper and screens: pictures, sheets, labels. Texts and shapes, no files.

Every output repeats statements that people made and says so in its first line; it adds none.
"""
