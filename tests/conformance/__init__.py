"""What providers really sent, in the folder that CONFORMANCE_DATA names."""
