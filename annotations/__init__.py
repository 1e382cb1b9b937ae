"""What a document, a span, a tag and a save are. Knows no screen."""
