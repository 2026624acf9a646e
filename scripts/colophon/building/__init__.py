"""The build as one pipeline, and everything that runs other programs."""
