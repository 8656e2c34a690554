"""Understanding people: entities, patterns and the parser."""
