"""What candidates and comparisons read of each record."""

import gc

from graph.identity.features import read_records, to_frame
from tests.graph.identity.people import a_record, frame


def test_reading_records_leaves_the_collector_as_it_was() -> None:
    records = read_records(frame(a_record("a", "Amy Dunn", "1970-01-13")))
    gc.disable()
    try:
        to_frame(records)
        assert not gc.isenabled()
    finally:
        gc.enable()
    to_frame(records)
    assert gc.isenabled()
