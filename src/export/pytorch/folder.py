"""Opens and writes files of the folder. One that is missing or damaged is told in a sentence, as a FolderError."""

import codecs
import json
import math
import os
from pathlib import Path

RESTORE = "Put it back as it was, or export the run again."


class FolderError(Exception):
    """A file that cannot be used. Its text is for the reader: which file, what is wrong with it, and what to do."""

    def __init__(self, path, wrong, to_do=RESTORE):
        super().__init__(f"{shown(path)} {wrong}. {to_do}")


def shown(path):
    """A path as it is written from the current directory, whole where it is not below it."""
    try:
        return Path(path).resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def quoted(value):
    """A value of JSON for a sentence: in ASCII, and short."""
    text = json.dumps(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def read_bytes(path):
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise FolderError(path, "is not there")
    except OSError as error:
        raise FolderError(path, f"cannot be read: {error.strerror}")


def write_file(path, *parts):
    """Writes bytes; a file that was there stays whole until the new one is."""
    try:
        with open(f"{path}.new", "wb") as file:
            file.writelines(parts)
        os.replace(f"{path}.new", path)
    except OSError as error:
        raise FolderError(path, f"cannot be written: {error.strerror}", "What was there is as it was.")


def make_folder(path):
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(path, f"cannot be a folder: {error.strerror}", "Name another one.")


def without_marks(content):
    """UTF-8 without the byte order marks before it, of which some programs write a second one."""
    while content.startswith(codecs.BOM_UTF8):
        content = content[len(codecs.BOM_UTF8) :]
    return content


def parse_object(path, content, part=""):
    """
    The JSON object of `content`, bytes of the file at `path` or of a part of it; byte order marks before it are ignored.
    """
    try:
        value = json.loads(without_marks(content).decode("utf-8"), parse_constant=finite, parse_float=finite)
    except UnicodeDecodeError:
        raise FolderError(path, f"{part}is not UTF-8: it was saved in another encoding, or is damaged")
    except json.JSONDecodeError as error:
        raise FolderError(path, f"{part}is not JSON in line {error.lineno}, column {error.colno}")
    except ValueError as error:  # of finite
        raise FolderError(path, f"{part}is not JSON: {error}")
    except RecursionError:
        raise FolderError(path, f"{part}is not JSON of the lab: it is nested too deep")
    if not isinstance(value, dict):
        raise FolderError(path, f"{part}is not a JSON object")
    return value


def finite(written):
    """A number of JSON: Python would take NaN and Infinity too, and 1e999 for infinity."""
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(f"{written} is not a finite number")
    return number
