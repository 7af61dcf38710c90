"""Files of study material -> Documents -> Chunks -> Sentences, and the reader of the notes' question banks."""
