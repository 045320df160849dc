"""Measurements of the whole program: ratios within one run, so that any machine may take them."""
