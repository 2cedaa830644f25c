"""One file or folder per channel, and the contract they all meet."""
