"""Make the lock files again: requirements.txt (to run), requirements-dev.txt (to test), package-lock.json.

They name versions and hashes, never where a package came from, so that they serve behind any registry. What is locked
stays as it is where it still fits; --upgrade takes the newest.
"""

from __future__ import annotations

import sys

from scripts import assets, python_environment
from scripts.running import CannotGoOn, run, say, stop

# relative paths: uv writes the command into the head of the file
PYTHON_LOCKS = {
    "requirements.txt": ("--extra", "assets"),
    "requirements-dev.txt": ("--extra", "assets", "--extra", "postgres", "--group", "dev"),
}
RESOLVE = ("-m", "uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes")


def main(*, upgrade: bool) -> int:
    """Returns the exit code."""
    advice = (
        "Is the package registry reachable from here? uv has settings of its own (UV_DEFAULT_INDEX, SSL_CERT_FILE)."
    )
    newest = ["--upgrade"] if upgrade else []
    try:
        for name, parts in PYTHON_LOCKS.items():
            command = [str(python_environment.PYTHON), *RESOLVE, "pyproject.toml", *parts, "-o", name]
            run(f"lock-{name}", command + newest, advice=advice, environment={"UV_CUSTOM_COMPILE_COMMAND": "make lock"})
            say(name, "made again")
        _, _, npm = assets.find_node()
        verb = "update" if upgrade else "install"
        command = [*npm, verb, "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]
        run("lock-npm", command, advice=assets.NO_INTERNET, environment=assets.npm_environment())
        say("npm", "package-lock.json made again")
    except CannotGoOn as problem:
        return stop(problem)
    return 0


if __name__ == "__main__":
    sys.exit(main(upgrade="--upgrade" in sys.argv[1:]))
