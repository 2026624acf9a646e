"""The Markdown pages of an edition, one module for each kind of page."""
