"""What people may choose, one class each, by trade: importing them loads no handler."""
