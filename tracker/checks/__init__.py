"""Checks at the door: what a file is, and whether it may come in."""

from .file_name import tidy_filename
from .file_type import FileType, check_file
from .refused import Refused

__all__ = ["FileType", "Refused", "check_file", "tidy_filename"]
