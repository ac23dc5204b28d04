"""The genogram: a view model of the answer, its layout, and the drawing as SVG."""
