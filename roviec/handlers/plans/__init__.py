"""The conversation about a document that assigns: received, read, reviewed, assigned."""
