"""What editors do at the command line: add, draft, rename, withhold, explain, suggest, compare."""
