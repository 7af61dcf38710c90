"""Mock questions made from any ingested document: by a language model, or from the material itself."""
