"""The demonstration: an invented plan for a real review, told in our own words. Loaded by `flask demo load` alone."""

from tracker.demo.cast import CAST
from tracker.demo.story import load_demo

__all__ = ["CAST", "load_demo"]
