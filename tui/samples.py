"""Copies of the sample documents, to practise on."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

from annotations.project import Project
from tui.positions import Positions
from tui.session import Session
from tui.settings import Settings, annotator

READER = "reader"
"""The annotator of the sample marks."""


def copy_samples(folder: Path) -> None:
    """Copy the sample documents, and the marks on one of them, into a folder. Raises OSError."""
    with resources.as_file(resources.files("samples")) as samples:
        _copy_texts(samples, folder)
        shutil.copytree(samples / ".postil", folder / ".postil", dirs_exist_ok=True)


def add_practice(folder: Path) -> None:
    """Copy what the practice begins with; of all samples it is the first. Raises OSError."""
    with resources.as_file(resources.files("samples") / "practice") as practice:
        _copy_texts(practice, folder)


def sit_down(folder: Path, settings: Settings | None = None) -> Session:
    """Make an empty folder a project to practise in, and sit down to it. Raises OSError."""
    copy_samples(folder)
    add_practice(folder)
    project = Project.of(folder)
    session = Session(project, project.codebook(), annotator(READER), [], folder, settings)
    session.positions = Positions(folder / ".positions.json")  # they go with the folder
    return session


def _copy_texts(source: Path, folder: Path) -> None:
    for file in sorted(source.glob("*.txt")):
        shutil.copyfile(file, folder / file.name)
