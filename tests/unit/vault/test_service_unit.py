"""The systemd unit names its credentials as the vault looks for them."""

from __future__ import annotations

import re
from pathlib import Path

from desktop_admin.vault import EnvironmentVault


async def test_the_units_credentials_are_found(repository: Path, tmp_path: Path) -> None:
    unit = (repository / "packaging" / "linux" / "exchange-concierge.service").read_text(encoding="utf-8")
    names = re.findall(r"^#LoadCredential=([^:\s]+):\S+$", unit, re.MULTILINE)
    assert len(names) == 2
    for name in names:
        (tmp_path / name).write_text(f"of {name}\n")
    vault = EnvironmentVault({"1": "Head office", "2": "Branch"}.__getitem__, {"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert await vault.get("integration/1/password") == "of exchange-concierge-password-head-office"
    assert await vault.get("integration/2/password") == "of exchange-concierge-password"
