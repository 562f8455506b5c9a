"""What a user names → the file that is opened, begun or copied where it has to be."""

from __future__ import annotations

from pathlib import Path

from stickpoint.case import library
from stickpoint.errors import ModelError
from stickpoint.outputs import write_whole


def opened(name: str | None, folder: Path) -> tuple[Path, str]:
    """Find the file, and say what whoever opens it should know of it.

    A path is opened where it is there, and begun from the template where it is not. The name of a
    built-in case stands for a copy of it in the folder: built-in files are never written.

    Parameters
    ----------
    name : str or None
        None: the one case file of the folder, or a new one where there is none.
    folder : Path

    Raises
    ------
    ModelError
        No name, and several case files to choose from; a folder in place of a file.
    """
    if name is None:
        return _found(folder)
    path = Path(name)
    if path.is_dir():
        raise ModelError(f"{name!r} is a folder; name a case file in it")
    if path.is_file():
        return path, ""
    if name in library.names():
        return _copied(name, folder)
    return _begun(path)


def _found(folder: Path) -> tuple[Path, str]:
    files = sorted(folder.glob(f"*{library.SUFFIX}"))
    if len(files) > 1:
        names = ", ".join(file.name for file in files[:8])
        raise ModelError(f"several cases are here ({names}); name the one to open")
    return (files[0], "") if files else _begun(folder / f"new{library.SUFFIX}")


def _begun(path: Path) -> tuple[Path, str]:
    if not path.parent.is_dir():
        raise ModelError(f"there is no folder {str(path.parent)!r} to begin a case in")
    if not path.name.endswith((".yaml", ".yml")):
        raise ModelError(f"{str(path)!r} is no file, and no built-in case; a new one ends in .yaml")
    write_whole(path, [library.TEMPLATE])
    told = "a short commented case, to be written over; New case asks instead"
    return path, f"{path.name} is new: {told}."


def _copied(name: str, folder: Path) -> tuple[Path, str]:
    path = folder / f"{name}{library.SUFFIX}"
    if path.exists():
        return path, f"{path.name} is your copy of the built-in case {name}, as you left it."
    write_whole(path, [library.path_of(name).read_text(encoding="utf-8")])
    said = f"{path.name} is a copy of the built-in case {name}, made in {folder.name}/ just now"
    return path, f"{said}; change it as you like, the built-in one stays as it is."
