"""Coverage-guided fuzzing of what opens files from outside."""
