"""Tables, transactions and the verbs that read and write them."""
