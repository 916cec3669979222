"""What a search says of a file that it could not look through to the end."""


class NotSearched(Exception):
    """Something in a file is of a kind that nobody reads here; everything else was given before."""
