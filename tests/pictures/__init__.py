"""Pictures of the main pages, made by walking through the demonstration: `make pictures`."""
