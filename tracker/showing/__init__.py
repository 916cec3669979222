"""Showing: a file becomes pictures of its pages, or lines of text, in a child process. Pure: an open file in, pictures and words out."""

from .apart import NotShown, draw_apart, show_apart
from .shown import Block, Shown

__all__ = ["Block", "NotShown", "Shown", "draw_apart", "show_apart"]
