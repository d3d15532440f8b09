"""Where truth is kept: the folder of the cases and the file of the vocabulary."""
