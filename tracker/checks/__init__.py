"""Checks at the door: what a file is, whether it may come in, and whether malware is in it."""

from .file_name import REORDERING, one_line, tidy_filename
from .file_type import FileType, check_file
from .malware import Clamd, Clean, Infected, NotScanned
from .refused import Refused

__all__ = ["REORDERING", "Clamd", "Clean", "FileType", "Infected", "NotScanned", "Refused", "check_file", "one_line", "tidy_filename"]
