"""NTLM hashes (MS-NLMP 3.3), computed by pyspnego.

pyspnego keeps them in a private module and may change it in any release. Nothing else here imports that module.
"""

from __future__ import annotations

from spnego._ntlm_raw.crypto import compute_response_v1, hmac_md5, lmowfv1, ntowfv1, ntowfv2, rc4k

__all__ = ["compute_response_v1", "hmac_md5", "lmowfv1", "ntowfv1", "ntowfv2", "rc4k"]
