"""What the house needs to build and check itself; nothing here ships with the product."""
