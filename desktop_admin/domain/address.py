"""Mail addresses: the one form in which they are compared, and what counts as one.

Exchange names people by SMTP addresses or, where it could not translate one, by X.500 names
("/o=Example/ou=.../cn=Recipients/cn=ada"), which a directory lists as ``x500:`` entries of ``proxyAddresses``. Between
mail systems such a name travels encapsulated in an SMTP address ("IMCEAEX-_o=Example_cn=ada@example.com").
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final
from urllib.parse import unquote

import idna

_LONGEST: Final = 320
_ENCAPSULATED: Final = re.compile(r"IMCEAEX-(_(?:o|dn)=[^@]*)@.*", re.IGNORECASE | re.DOTALL)
_FOREIGN: Final = re.compile(r"IMCEA[A-Z0-9]{1,20}-", re.IGNORECASE)
"""How an address of another kind than SMTP's is encapsulated in one."""
_OTHER_KIND: Final = re.compile(r"(?!SMTP:)[A-Z0-9]{1,20}:", re.IGNORECASE)
"""How an address of another kind is written in a directory, for example NOTES:CN=Ada/O=Example@Example."""
_REFUSED: Final = frozenset(' \t\r\n"<>\\()[]:;,')


def fold_address(address: str) -> str:
    """The form in which addresses are compared and looked up.

    Letter case never matters. Domains are compared as A-labels: ``münchen.example`` is ``xn--mnchen-3ya.example``.
    """
    address = address.strip()
    if name := x500_name(address):
        return _fold(name)
    local, at, domain = address.rpartition("@")
    if not at:
        return _fold(address)
    return f"{_fold(local)}@{fold_domain(domain)}"


@functools.lru_cache(maxsize=1024)
def fold_domain(domain: str) -> str:
    """A domain as A-labels in lower case, without the dot of the root; what is not a valid name is only folded."""
    domain = domain.rstrip(".")
    if domain.isascii():
        return domain.lower()
    if len(domain) > _LONGEST:
        return _fold(domain)
    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower().rstrip(".")
    except (idna.IDNAError, UnicodeError):
        return _fold(domain)


def same_address(one: str, other: str) -> bool:
    """Whether both are written for the same mailbox; two empty ones are not."""
    return bool(one) and fold_address(one) == fold_address(other)


def is_address(text: str) -> bool:
    """Whether ``text`` is an SMTP address of at most 320 characters, also in the form that is compared."""
    local, at, domain = text.rpartition("@")
    if not (at and local and domain) or len(text) > _LONGEST or is_x500(text) or _FOREIGN.match(text):
        return False
    return _REFUSED.isdisjoint(text) and (text.isascii() or len(fold_address(text)) <= _LONGEST)


def domain_of(address: str) -> str:
    """The folded domain of what is written as an SMTP address, however odd its local part; "" for any other name."""
    local, at, domain = address.strip().rpartition("@")
    is_other = _OTHER_KIND.match(local) is not None or local[:4].lower().startswith(("/o=", "/dn="))
    return fold_domain(domain) if at and domain and not is_other else ""


def is_encapsulated(address: str) -> bool:
    """Whether an X.500 name travels in ``address``. The domain around it says who claims that name."""
    return is_x500(address) and not address.startswith("/")


def is_x500(text: str) -> bool:
    """Whether ``text`` is an X.500 name as Exchange writes it (Microsoft: legacyExchangeDN), encapsulated or not."""
    return bool(x500_name(text))


def x500_name(text: str) -> str:
    """The X.500 name that ``text`` is or encapsulates; "" for anything else."""
    beginning = text[:9].lower()
    if beginning.startswith(("/o=", "/dn=")):
        return text
    found = _ENCAPSULATED.fullmatch(text) if beginning.startswith("imceaex-") else None
    if found is None:
        return ""
    # Microsoft: "IMCEA encapsulation": "_" stands for "/", "+20" for a character that SMTP addresses do not take.
    written = found[1].replace("%", "%25").replace("_", "/").replace("+", "%")
    return unquote(written, errors="replace").strip()


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
