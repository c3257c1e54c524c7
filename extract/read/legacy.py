"""DOC, WPS, RTF, ODT and XLS → `Source`: LibreOffice turns them into DOCX or XLSX, which our readers read.

LibreOffice runs with a profile of its own for each file, as two on one profile hinder each other; with a time
limit; without macros, without looking for updates, and with a proxy that leads nowhere. Turned into text or
HTML it would put deleted and inserted words side by side; turned into DOCX it keeps them apart.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from extract.read import Unreadable, docx, sheet
from extract.read.formats import INSTALL_OFFICE, office
from extract.read.plain import common_share
from extract.records import Source

SECONDS = 120  # after which a conversion is given up
_SHEETS = (".xls", ".et", ".ods")
_LEAST_COMMON = 0.6  # a text with a smaller share of common characters is not what the file held
_ITEM = '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "1"),
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    + "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS) + "</oor:items>\n"
)


def read(data: bytes, path: Path, encoding: str = "") -> Source:
    """The document in a file of an older or other office program."""
    program = office()
    if program is None:
        raise Unreadable(path, f"needs LibreOffice to be read: {INSTALL_OFFICE}")
    suffix = path.suffix.lower()
    into = "xlsx" if suffix in _SHEETS else "docx"
    with tempfile.TemporaryDirectory(prefix="baobiao-", ignore_cleanup_errors=True) as folder:
        converted = _convert(program, Path(folder), data, suffix, into, path)
    reader = sheet if into == "xlsx" else docx
    source = reader.read(converted, path)
    _check(source, path)
    marks = source.marks if into == "xlsx" else tuple(mark._replace(page=None) for mark in source.marks)  # LibreOffice's pages are its own
    return replace(source, doc=path.name, reader=f"office:{suffix[1:]}", sha256=sha256(data).hexdigest(), marks=marks)


def _convert(program: str, folder: Path, data: bytes, suffix: str, into: str, path: Path) -> bytes:
    """The file's bytes as DOCX or XLSX; Unreadable when LibreOffice cannot, or takes too long."""
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    given, out = folder / f"document{suffix}", folder / "out"
    given.write_bytes(data)
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck", "--nodefault",
        "--nofirststartwizard", "--convert-to", into, "--outdir", str(out), str(given),
    ]
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    environment = {**os.environ, **nowhere, "HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    _run(command, environment, path)
    made = out / f"document.{into}"
    if not made.is_file() or not made.stat().st_size:
        raise Unreadable(path, "cannot be opened by LibreOffice: it is damaged, encrypted or no office document; open it and save it as DOCX")
    return made.read_bytes()


def _run(command: list[str], environment: dict[str, str], path: Path) -> None:
    """Run LibreOffice, and end it with all that it started when its time is up."""
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise Unreadable(path, f"kept LibreOffice busy for more than {SECONDS} seconds; open it and save it as DOCX") from None
    finally:
        if process.poll() is None:
            with suppress(ProcessLookupError, AttributeError):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()


def _check(source: Source, path: Path) -> None:
    """Nothing, or Unreadable when what came out is not Chinese text: of a damaged DOC LibreOffice makes a
    document of rubbish and says that all went well."""
    text = "".join(source.raw.split())
    rubbish = Counter(char for char in text if not char.isprintable() or "\u0080" <= char < "\u0100")
    if text and (common_share(text) < _LEAST_COMMON or sum(rubbish.values()) > 0.1 * len(text)):
        raise Unreadable(path, "is damaged: what LibreOffice makes of it is no Chinese text; get a whole copy")
