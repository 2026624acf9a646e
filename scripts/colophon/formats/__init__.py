"""Markdown and YAML as editors write them: read, checked, quoted and edited in place. Nothing here reads or writes a file."""
