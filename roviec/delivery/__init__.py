"""Who is written to, where, when and again: between what is decided and the channels."""
