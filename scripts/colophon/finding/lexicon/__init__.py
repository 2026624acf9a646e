"""Words that decide what a neighbour of a name says. Data."""
