"""Made-up partnerships in the delivery format, with their truth beside them, and the comparison with a report."""

from ingest.synth.county import write_county
from ingest.synth.sample import write_sample
from ingest.synth.score import score

__all__ = ["score", "write_county", "write_sample"]
