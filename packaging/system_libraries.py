"""Names the Debian packages that Qt still lacks on this machine. Needs nothing but a Python.

    python3 packaging/system_libraries.py offscreen    what the tests and a headless picture need
    python3 packaging/system_libraries.py display      that, and what a window on X11 needs

Prints the missing packages on one line and ends with 1; prints nothing and ends with 0 where none is missing.
"""

import ctypes
import sys
from pathlib import Path

OFFSCREEN = {
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libfreetype6": "libfreetype.so.6",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libgssapi-krb5-2": "libgssapi_krb5.so.2",
}
DISPLAY = {
    **OFFSCREEN,
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libx11-xcb1": "libX11-xcb.so.1",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render0": "libxcb-render.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-shm0": "libxcb-shm.so.0",
    "libxcb-sync1": "libxcb-sync.so.1",
    "libxcb-xfixes0": "libxcb-xfixes.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
}
FONTS = "fonts-dejavu-core"
SETS = {"offscreen": OFFSCREEN, "display": DISPLAY}


def missing(wanted):
    """The packages of ``wanted`` (package name to library) whose library the loader does not find, and a font."""
    lacking = [package for package, library in wanted.items() if not _loads(library)]
    return lacking if _has_a_font() else [*lacking, FONTS]


def _loads(library):
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_a_font():
    """Without one Qt draws no letter and complains at every start."""
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
    return any(True for folder in folders for _ in folder.rglob("*.[ot]t[fc]"))


def main(arguments):
    if len(arguments) != 1 or arguments[0] not in SETS:
        print(__doc__, file=sys.stderr)
        return 2
    lacking = missing(SETS[arguments[0]]) if sys.platform == "linux" else []
    if lacking:
        print(*lacking)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
