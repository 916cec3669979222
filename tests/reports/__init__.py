"""Small invented reports in every shape that the field notes tell of, and the judge of what was read from them."""
