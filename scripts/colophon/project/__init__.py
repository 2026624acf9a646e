"""A site's folder: its settings, its files read and written, and what Git knows of it."""
