"""What a site is made of, as immutable values. Nothing here reads or writes a file."""
