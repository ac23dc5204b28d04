"""Proofs on demand: that nothing hidden leaves a trace, that no document hurts."""
