"""The spreadsheet that goes out and comes back; and plans that exist already. Pure: dicts and bytes in, bytes and proposals out."""
