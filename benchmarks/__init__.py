"""What speed is measured with: ratios in one run against a named peer, never assertions."""
