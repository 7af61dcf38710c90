"""Everything a candidate has, to take along: to Anki, to a spreadsheet, to another program."""
