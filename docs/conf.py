"""How Sphinx builds this documentation: MyST Markdown, the furo theme, nothing from a network.

Leaves to others: what the pages say. `make docs` builds with every warning an error.
"""

from __future__ import annotations

project = "Showclear"
author = "The Showclear authors"
copyright = "2026, The Showclear authors"  # noqa: A001 - Sphinx reads this name

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}
nitpicky = True

html_theme = "furo"
html_title = "Showclear"
html_copy_source = False
html_show_sphinx = False
html_static_path = ["_static"]
html_css_files = ["phone.css"]
