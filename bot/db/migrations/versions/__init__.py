"""One step a file, each revision naming the one before."""
