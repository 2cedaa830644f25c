"""What a person says → one verb → what they hear back."""
