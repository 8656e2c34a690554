"""What a language model is told, as files: one for each kind of text, and one for the style."""
