"""What a file may cost before it is refused. Far above what agencies send, far below what hurts."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

MOST_COLUMNS = 16_384
MOST_ZIP_MEMBERS = 2_000
MOST_UNPACKED_BYTES = 32_768 * MEGABYTE
MOST_WORKBOOK_BYTES = 2_048 * MEGABYTE
MOST_CELLS_IN_SHEET = 40_000_000
# Deflate reaches about 1,000; text of tables stays well below 100. Small members are free to be repetitive.
MOST_TIMES_LARGER = 200
FREE_UNPACKED_BYTES = 16 * MEGABYTE
MOST_PARQUET_ROWS_PER_BYTE = 64
FREE_PARQUET_ROWS = 1_000_000
MOST_MANIFEST_BYTES = 65_536
MOST_YAML_DEPTH = 20
MOST_CELL_CHARACTERS = 16 * MEGABYTE
ROWS_AT_ONCE = 65_536
BLOCK_BYTES = 8 * MEGABYTE
MOST_DEPTH = 64
MOST_ELEMENTS_IN_RECORD = 200_000
MOST_CHARACTERS_IN_RECORD = 16 * MEGABYTE
MOST_HEADER_ELEMENTS = 2_000
# A sheet's text at a time, and in all where it is small: many cells may share one text that is in the file once.
CHARACTERS_AT_ONCE = 8 * MEGABYTE
FREE_SHEET_CHARACTERS = 64 * MEGABYTE
# What the process that opens a workbook or zip may use: more for a larger file, never so much that it hurts.
LEAST_MEMORY = 256 * MEGABYTE
MEMORY_TIMES_SIZE = 60
MOST_MEMORY = 2_048 * MEGABYTE
LEAST_SECONDS = 25
SECONDS_A_MEGABYTE = 5
MOST_SECONDS = 900
