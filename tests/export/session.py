"""
Runs scripts as `python3 …` would, one after another in one process, as PyTorch takes seconds to start: for each line of JSON
[arguments, directory] one line [status, stdout, stderr].
"""

import contextlib
import importlib
import io
import json
import os
import runpy
import sys
import traceback

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what a library may print by itself is no answer
sys.path.pop(0)
libraries = tuple(os.path.abspath(place) + os.sep for place in sys.path)


def run(arguments):
    """The exit status, as Python's own is."""
    try:
        if arguments[0] == "-c":
            sys.argv = ["-c", *arguments[2:]]
            exec(compile(arguments[1], "-c", "exec"), {"__name__": "__main__"})
        else:
            sys.argv = arguments
            sys.path.insert(0, os.path.dirname(os.path.abspath(arguments[0])))
            runpy.run_path(arguments[0], run_name="__main__")
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def forget_modules(loaded):
    """Another folder has modules of the same names; what is installed stays."""
    for name in sys.modules.keys() - loaded:
        if not (getattr(sys.modules[name], "__file__", None) or libraries[0]).startswith(libraries):
            del sys.modules[name]


for line in sys.stdin:
    arguments, directory = json.loads(line)
    os.chdir(directory)
    path, loaded = sys.path[:], set(sys.modules)
    sys.path.insert(0, os.getcwd())
    importlib.invalidate_caches()
    stdout, stderr = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        status = run(arguments)
    sys.path[:] = path
    forget_modules(loaded)
    print(json.dumps([status, stdout.getvalue(), stderr.getvalue()]), file=answers, flush=True)
