"""Made-up partnerships in the delivery format, with their truth beside them, and the comparison with a report."""

from ingest.synth.sample import write_sample

__all__ = ["write_sample"]
