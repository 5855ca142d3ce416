"""What was sent from here, shown: `trail` searches, `history_card` stands beside a record, `putting_back` undoes an entry."""
