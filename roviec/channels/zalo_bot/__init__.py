"""The Zalo Bot Platform as a channel: no buttons, no edits, a monthly quota, pictures by public address."""
