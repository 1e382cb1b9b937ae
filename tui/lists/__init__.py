"""Lists that keys go through: documents, marks, things to be found. No screen."""
