"""The Zalo Official Account as a channel: rotating tokens, windows of 48 hours and 7 days, approved templates."""
