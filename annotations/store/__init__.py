"""Annotations on disk: TinyDB files that survive what happens to files."""

from annotations.store.store import AnnotationStore, Annotator

__all__ = ["AnnotationStore", "Annotator"]
