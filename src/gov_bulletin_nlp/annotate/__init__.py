"""Quantities, dates and names inside the articles; ``passages`` is the stage."""
