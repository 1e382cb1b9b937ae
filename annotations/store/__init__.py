"""Annotations on disk: TinyDB files that survive what happens to files."""

from annotations.annotator import Annotator
from annotations.store.store import AnnotationStore

__all__ = ["AnnotationStore", "Annotator"]
