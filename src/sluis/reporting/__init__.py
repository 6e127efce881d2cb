"""What the house tells others in a document: the answer to parliament, and the report of a year. It only reads."""
