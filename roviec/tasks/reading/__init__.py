"""Read an official Vietnamese document into its header, targets and tasks, each with the words it came from."""
