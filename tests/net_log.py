"""Chromium's own log of its network, and what in it leads anywhere but to one port of this machine.

Every request, name looked up and socket is there, whoever in the browser wanted it: what a page
loads, fetches ahead or turns to, and what the browser does for itself. The last is switched off by
``SILENT``, so that the log of a page that asks for nothing else is empty of anything else.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

NOWHERE = "http://127.0.0.1:1/"
"""Port 1 is one of those that Chromium refuses by itself: it opens no socket to it."""
SILENT = (
    # Whether this is the newest version of parts of the browser, and who is signed in there: both
    # are asked for at the start, whatever else is switched off.
    f"--component-updater=url-source={NOWHERE}",
    f"--gaia-url={NOWHERE}",
    # Messages that servers push: asked for once the browser has run for a while.
    f"--gcm-checkin-url={NOWHERE}",
    f"--gcm-registration-url={NOWHERE}",
    # What the fields of a form are for, hints and models about pages, what time it is, whether
    # the search engine has a machine to talk to.
    "--disable-features=AutofillServerCommunication,NetworkTimeServiceQuerying,OptimizationHints,"
    "OptimizationGuideModelDownloading,AimEnabled,AimServerEligibilityEnabled,"
    "AimServerRequestOnStartupEnabled,PreconnectToSearch,PreconnectFromKeyedService",
    # Settings from elsewhere, experiments, reports of failures and of use, whether a page is known
    # to be false, where a proxy may be.
    *("--disable-sync", "--disable-field-trial-config", "--disable-domain-reliability"),
    *("--metrics-recording-only", "--disable-client-side-phishing-detection"),
    *("--no-pings", "--no-proxy-server", "--disable-default-apps"),
    # Debian's Chromium begins with the page of a search engine.
    "about:blank",
)
"""Flags without which Chromium itself asks for something on the network."""
PREFERENCES = {"browser": {"enable_spellchecking": False}, "spellcheck": {"dictionaries": []}}
"""Settings of a profile without which it fetches a dictionary for the first field of text."""
NETWORK = ("http", "https", "ws", "wss", "ftp")
Event = dict[str, Any]


def read(log: Path) -> list[Event]:
    """Return the events of a log, each with its kind and that of its source in words."""
    found = json.loads(log.read_text(encoding="utf-8"))
    kinds = {number: name for name, number in found["constants"]["logEventTypes"].items()}
    sources = {number: name for name, number in found["constants"]["logSourceType"].items()}
    return [
        {"kind": kinds[event["type"]], "source": sources[event["source"]["type"]],
         **event.get("params", {})}
        for event in found["events"]
    ]  # fmt: skip


def outside(events: list[Event], port: int) -> list[str]:
    """List what leads anywhere but to a port of this machine: requests, names, sockets.

    A UDP socket that is bound to an address and sends nothing is none: by that Chromium tells
    whether there is a route. What is sent through one is always listed, for no page needs that.
    """
    home = f"127.0.0.1:{port}"
    found = []
    for event in events:
        kind, is_udp = event["kind"], event["source"].startswith("UDP")
        if kind == "UDP_BYTES_SENT" or kind.startswith("DNS_TRANSACTION"):
            found.append(f"{kind} {event.get('hostname', '')}")
        elif event.get("url") and _leads(event["url"]) not in (None, home, _leads(NOWHERE)):
            found.append(f"{kind} {event['url']}")
        elif kind.startswith("HOST_RESOLVER") and event.get("host"):
            if _leads(event["host"]) not in (home, _leads(NOWHERE)):
                found.append(f"{kind} {event['host']}")
        elif "CONNECT" in kind and not is_udp:
            addresses = [event.get("address"), event.get("remote_address")]
            addresses += event.get("address_list", [])
            found += [f"{kind} {one}" for one in addresses if one not in (None, home)]
    return sorted(set(found))


def _leads(url: str) -> str | None:
    """Return host and port of an address on the network; None of one that names none."""
    parts = urlsplit(url)
    return parts.netloc if parts.scheme in NETWORK else None
