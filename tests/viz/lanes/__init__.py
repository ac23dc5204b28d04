"""What drawings in lanes promise."""
