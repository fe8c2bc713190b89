"""Replaces a set of files: after a kill at any moment, no old file of the set stands beside a new one.

Each new file is first written whole under a temporary name beside its target. Then the old files move away and the new
ones take their names: nothing but renames, while no signal is heard but SIGKILL. If one fails, the old files come back.
Where all of the set is in one folder that has no folder in it, that folder is *screened* meanwhile: another one, which
has the whole new set and all else that is there, stands in its place. So not even a kill between two renames leaves a
part of a set.
"""

from __future__ import annotations

import errno
import os
import re
import signal
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO

from seloste.locking import hold_folders

#: How the name of a temporary file or folder ends.
_TEMPORARY = re.compile(r"\.seloste-[0-9a-f]{16}\Z")
#: How many other files a folder may have that is screened: each is linked, which must take no time.
_MOST_LINKS = 1000
#: How many bytes of an open file are copied at a time.
_BLOCK = 1 << 20


def replace_files(
    contents: Mapping[Path, bytes | IO[bytes]],
    outdated: Collection[Path] = (),
    is_wanted: Callable[[], bool] = lambda: True,
) -> bool:
    """Replaces files together, and removes the outdated ones of the set. Whether that was done.

    Args:
        contents: The files, by paths without links, each as bytes or an open file to copy. Missing folders are made.
        outdated: Files in the same folders.
        is_wanted: Asked at the last moment, when no other process can replace files there. Else nothing is done.

    Raises:
        OSError: A file can't be written; the error names it. All files are as before.
        UsageError: Another process holds a folder and does not let go.
    """
    for path in contents:
        with naming(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    folders = {path.parent for path in contents}
    with hold_folders(folders) as locked, ExitStack() as temporaries:
        if locked:
            _remove_leftovers(folders, {path.name for path in (*contents, *outdated)})
        staged = {path: temporaries.enter_context(_temporary_file(path, data)) for path, data in contents.items()}
        if not is_wanted():
            return False
        old = [path for path in (*contents, *outdated) if os.path.lexists(path)]
        with _without_signals():
            if len(contents) == 1 and not outdated:
                _rename_all((new, path) for path, new in staged.items())
            elif locked and len(folders) == 1:
                with _screened(staged, old) as place:
                    _replace_all({place(path): place(new) for path, new in staged.items()}, map(place, old))
            else:
                _replace_all(staged, old)
    return True


def _replace_all(staged: Mapping[Path, Path], old: Iterable[Path]) -> None:
    """Moves the old files away, lets the new ones take their names, and removes the old ones."""
    away = {path: _name_temporary(path) for path in old}
    _rename_all([*away.items(), *((new, path) for path, new in staged.items())])
    for path in away.values():
        with suppress(OSError):  # the next run removes it
            path.unlink()


def _rename_all(renames: Iterable[tuple[Path, Path]]) -> None:
    """Renames each file, or none of them."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in renames:
            with naming(target):
                source.replace(target)
            done.append((source, target))
    except OSError:
        for source, target in reversed(done):
            target.replace(source)
        raise


@contextmanager
def _screened(staged: Mapping[Path, Path], old: Collection[Path]) -> Iterator[Callable[[Path], Path]]:
    """Lets another folder with the new files stand in the place of the one that they go to, if that can be.

    Yields where a path in the folder has gone meanwhile.
    """
    folder = next(iter(staged)).parent
    screen = folder.with_name(f".{folder.name}{_name_temporary(folder).name}")
    own = {path.name for path in (*staged, *staged.values(), *old)}
    with ExitStack() as stack:
        try:
            others = [entry for entry in os.scandir(folder) if entry.name not in own]
            is_plain = len(others) <= _MOST_LINKS and all(entry.is_file(follow_symlinks=False) for entry in others)
            if not is_plain or folder.samefile("."):
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
            screen.mkdir()
            stack.callback(_remove_screen, screen, folder, own)
            stack.enter_context(hold_folders([screen]))
            screen.chmod(stat.S_IMODE(folder.stat().st_mode))
            for target, source in [*staged.items(), *((Path(entry), Path(entry)) for entry in others)]:
                os.link(source, screen / target.name)
            _swap_folders(screen, folder)
        except OSError:  # such as a folder that is a mount, or a file system without links
            screened = False
        else:
            screened = True
            stack.callback(_swap_back, screen, folder)
        yield lambda path: screen / path.name if screened else path


def _swap_folders(one: Path, other: Path) -> None:
    """Swaps two folders in one step; an OSError where the system can't."""
    import ctypes

    if sys.platform != "linux":
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:  # an old C library
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from None
    if rename(here, os.fsencode(one), here, os.fsencode(other), exchange):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _swap_back(screen: Path, folder: Path) -> None:
    with suppress(OSError):  # by now the screen has all that the folder has
        _swap_folders(screen, folder)


def _remove_leftovers(folders: Iterable[Path], own: Collection[str]) -> None:
    """Removes what killed runs left; those that go on hold the folders."""
    for folder in folders:
        with suppress(OSError):
            for path in folder.iterdir():
                if _TEMPORARY.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                    path.unlink()
        start = f".{folder.name}"
        with suppress(OSError):
            for path in folder.parent.iterdir():
                is_screen = path.name.startswith(start) and _TEMPORARY.fullmatch(path.name, len(start))
                if is_screen and not path.is_symlink():
                    _remove_screen(path, folder, own)


def _remove_screen(screen: Path, folder: Path, own: Collection[str]) -> None:
    """Removes a screen. What another program wrote there, when it stood in the folder's place, goes to the folder."""
    with suppress(OSError):
        for path in screen.iterdir():
            kept = folder / path.name
            if path.name in own or _TEMPORARY.fullmatch(path.name) or _is_as_new(kept, path):
                path.unlink()
            else:
                path.rename(kept)
        screen.rmdir()


def _is_as_new(path: Path, other: Path) -> bool:
    """Whether a file is there, and is the other one or newer."""
    return path.exists() and path.stat().st_mtime_ns >= other.lstat().st_mtime_ns


@contextmanager
def _temporary_file(path: Path, data: bytes | IO[bytes]) -> Iterator[Path]:
    """The data in a temporary file beside a path."""
    temporary = _name_temporary(path)
    try:
        with naming(path), temporary.open("xb") as stream:
            copy_content(data, stream)
        yield temporary
    finally:
        with suppress(OSError):  # it has another name by now
            temporary.unlink()


def copy_content(content: bytes | IO[bytes], stream: IO[bytes]) -> None:
    """Writes bytes, or what an open file has from its beginning on, to a stream."""
    if isinstance(content, bytes):
        stream.write(content)
    else:
        content.seek(0)
        for block in iter(partial(content.read, _BLOCK), b""):
            stream.write(block)


def _name_temporary(path: Path) -> Path:
    return path.with_name(f".seloste-{os.urandom(8).hex()}")


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Lets an error name the file that was to be written."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise


@contextmanager
def _without_signals() -> Iterator[None]:
    """Lets signals wait until the end of the block."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
