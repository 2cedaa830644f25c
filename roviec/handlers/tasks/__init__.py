"""The conversation about tasks: the list, the card, the words, the leader's decisions."""
