"""DOC, RTF and XLS through LibreOffice: bounded, private, checked."""

import os

import pytest
import written

from extract import read
from extract.read import Unreadable, formats, legacy

with_office = pytest.mark.skipif(formats.office() is None, reason="LibreOffice is not installed (Debian: libreoffice-writer-nogui libreoffice-calc-nogui)")
REPORT = "青田县2020年扶贫情况\n全县共有农户3782户，人口11654人。"


def test_without_libreoffice_the_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(formats.shutil, "which", lambda name: None)
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 a}")
    with pytest.raises(Unreadable, match="libreoffice-writer-nogui"):
        read.read(tmp_path / "a.rtf")


@pytest.fixture(scope="module")
def doc(tmp_path_factory):
    """A DOC file."""
    folder = tmp_path_factory.mktemp("doc")
    written.write_docx(folder / "a.docx", REPORT)
    return written.office(folder / "a.docx", "doc")


@with_office
@pytest.mark.slow
def test_a_doc_file(doc):
    source = read.read(doc)
    assert source.raw == REPORT + "\n" and source.reader == "office:doc" and {mark.page for mark in source.marks} == {None}


@with_office
@pytest.mark.slow
@pytest.mark.parametrize("hurt", [lambda data: data[:3000], lambda data: data[:512] + os.urandom(len(data) - 512), lambda data: os.urandom(5000)])
def test_a_damaged_doc_file_is_refused(doc, tmp_path, hurt):
    (tmp_path / "a.doc").write_bytes(hurt(doc.read_bytes()))
    with pytest.raises(Unreadable, match="damaged|no text"):
        read.read(tmp_path / "a.doc")


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_a_conversion_that_does_not_end_is_ended(tmp_path, monkeypatch):
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 300 &\nsleep 300\n")
    program.chmod(0o755)
    monkeypatch.setattr(legacy, "SECONDS", 0.5)
    monkeypatch.setattr(legacy, "office", lambda: str(program))
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 a}")
    with pytest.raises(Unreadable, match="kept LibreOffice busy"):
        read.read(tmp_path / "a.rtf")


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_the_program_gets_a_profile_of_its_own_and_no_way_out(tmp_path, monkeypatch):
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/arguments\nenv > {tmp_path}/environment\n')
    program.chmod(0o755)
    monkeypatch.setattr(legacy, "office", lambda: str(program))
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 a}")
    with pytest.raises(Unreadable, match="cannot be opened by LibreOffice"):
        read.read(tmp_path / "a.rtf")
    arguments, environment = (tmp_path / "arguments").read_text(), (tmp_path / "environment").read_text()
    assert "--headless" in arguments and "UserInstallation=file://" in arguments
    assert "http_proxy=http://127.0.0.1:9" in environment and "DisableMacrosExecution" in legacy._PROFILE
