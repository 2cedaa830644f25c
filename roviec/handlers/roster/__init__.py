"""A list of people: read from whatever file an office has, checked row by row, brought in whole or not at all."""
