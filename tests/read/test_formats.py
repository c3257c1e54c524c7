"""`baobiao formats`, and the registry behind it."""

from importlib import import_module

import pytest

from extract.read import formats


def test_every_reader_is_there():
    for form in formats.FORMATS:
        assert callable(import_module(f"extract.read.{form.reader}").read)
    assert len(formats.READERS) == sum(len(form.suffixes) for form in formats.FORMATS)


def test_the_command_lists_what_is_read(baobiao):
    ran = baobiao("formats")
    assert ran.status == 0 and not ran.err
    for suffix in formats.READERS:
        assert suffix in ran.out.split()


def test_the_command_says_what_is_missing(baobiao, monkeypatch):
    monkeypatch.setattr(formats, "find_spec", lambda name: None if name == "rapidocr" else True)
    monkeypatch.setattr(formats.shutil, "which", lambda name: None)
    out = baobiao("formats").out
    assert "pip install 'baobiao[ocr]'" in out and "apt-get install libreoffice-writer-nogui" in out
    assert [line.startswith("needs") for line in out.splitlines() if ".pdf" in line or ".doc " in line or ".png" in line] == [False, True, True]


@pytest.mark.parametrize("extra", sorted({form.extra for form in formats.FORMATS if form.extra}))
def test_the_extras_exist(extra):
    import tomllib

    from conftest import ROOT

    assert extra in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
