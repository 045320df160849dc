#!/bin/sh
# Finds a Python that fits and lets it run set_up.py: sh packaging/set-up.sh FOLDER run|develop
# PYTHON=... chooses the interpreter; else the first of the usual names whose version fits.
set -eu
here=$(dirname "$0")
fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

try() {
    if command -v "$1" >/dev/null 2>&1 && "$1" -c "$fits" >/dev/null 2>&1; then
        exec "$1" "$here/set_up.py" "$folder" "$group"
    fi
}

folder=$1 group=$2
if [ -n "${PYTHON:-}" ]; then
    tried=$PYTHON
    try "$PYTHON"
else
    tried='python3 python3.13 python3.12 python3.11 python'
    for candidate in $tried; do try "$candidate"; done
fi
echo "No Python 3.11, 3.12 or 3.13 was found (looked for: $tried)." >&2
echo "Install one (Debian, Ubuntu: sudo apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3.12" >&2
exit 1
