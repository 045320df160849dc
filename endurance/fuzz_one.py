"""One target under libFuzzer: ``python -m endurance.fuzz_one NAME [libFuzzer's options]``. Needs atheris."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["desktop_admin"]):
    from endurance.fuzz_targets import TARGETS


def main() -> None:
    name, *options = sys.argv[1:]
    atheris.Setup([sys.argv[0], *options], TARGETS[name].run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
