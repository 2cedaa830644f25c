"""The demonstration: a sample district, a clock that can be moved, everything on this machine."""
