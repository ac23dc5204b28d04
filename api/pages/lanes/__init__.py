"""Answers as charts for drawing in lanes, in the words of the pages; and what of a chronology an address asks for."""
