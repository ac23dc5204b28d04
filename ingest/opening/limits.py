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
MOST_CELL_CHARACTERS = 16 * MEGABYTE
ROWS_AT_ONCE = 65_536
BLOCK_BYTES = 8 * MEGABYTE
