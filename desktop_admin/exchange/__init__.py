"""The only code that speaks Exchange Web Services; nothing of exchangelib's crosses this wall.

exchangelib gives sessions, sign-in, the SOAP envelope, error classes and Windows' zone names. Requests and answers are
built and read here, strictly. That avoids by design what exchangelib 5.6.0 would do otherwise:

=====================================================  ==============================================================
exchangelib                                            here
=====================================================  ==============================================================
shrinking a busy pool deadlocks; retiring a session    neither is ever called: a session outlives a broken connection,
loses its slot                                         and how many requests run is the service's business (protocol)
one cached protocol per endpoint and account           protocols are made outside its cache, one a connection and one
                                                       a stream (protocol)
default pool of one; a stream starves requests         as many sessions as threads; a stream has its own (streaming)
affinity cookie sent as a header, shared by mailboxes  sessions keep no cookies; a stream's own session does (protocol)
401 taken for busy, retried for an hour                every answer is judged once, nothing is retried (http, faults)
back-off read from faults only                         read from every refusal (call)
broken XML is mended, DOCTYPE accepted                 both refused (xml)
watermarks misplaced, repeated                         no watermark is ever used: after a loss, synchronise
calendar view pages for ever                           windows narrow until nothing new comes (calendars)
unknown and custom zones raise or become None          the raw id is kept, instants are read in UTC (zones)
meeting messages lack UID, recurrence id, start        read from the XML (messages)
sync state only after the last page                    page by page (inbox)
streaming: no heartbeats, byte by byte, unstoppable    own reader (streaming)
accept() returns one or a list                         one answer message is read (inbox)
batches end at one mailbox's error                     each mailbox's answer is judged by itself (availability)
the mail tips asked for stand outside their element    own request (mailtips)
Autodiscover keeps a pickle at a guessable place       own search, nothing is kept (autodiscover)
an identity with two names                             one, the SMTP address (call)
=====================================================  ==============================================================

Nothing in exchangelib itself is changed. Two of its methods are overridden: what makes an error of a refusal, for the
pause in it (call), and what makes a session, for passwords beyond Latin-1 (protocol). test_exchangelib.py holds that
none of the above is ever called, and fails once exchangelib needs the overriding no more.
"""

from __future__ import annotations

from desktop_admin.domain.ports import Credentials, Endpoint, MailSystem
from desktop_admin.exchange.autodiscover import find_server
from desktop_admin.exchange.connection import ExchangeConnection
from desktop_admin.exchange.push import ExchangePushDecoder

__all__ = ["ExchangePushDecoder", "connect_to_exchange", "find_server"]


def connect_to_exchange(endpoint: Endpoint, credentials: Credentials) -> MailSystem:
    """A connection that has not signed in yet: nothing is sent before its ``connect`` or ``check``."""
    return ExchangeConnection(endpoint, credentials)
