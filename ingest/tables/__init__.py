"""The tables of a delivery: one file a table, what its columns mean and what it cannot do without."""
