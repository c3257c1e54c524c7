"""What an installation gets: the package with its patterns, the command, and dependencies that the lock names."""

import json
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile

import pytest
from conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")

# Run where nothing but the standard library, the installation and its dependencies can be imported.
PROBE = """
import json, site, sys
site.addsitedir(sys.argv[1])
sys.path += sys.argv[2:]
import extract
from extract import rules
from importlib.metadata import entry_points
[command] = entry_points(group="console_scripts", name="baobiao")
facts = extract.convert_source(extract.from_text("青石村共有贫困户104户312人。")).facts
print(json.dumps({
    "package": extract.__file__, "patterns": str(rules.patterns_dir()), "command": callable(command.load()),
    "figures": [fact.text for fact in facts if fact.unit],
}))
"""


def probe(site):
    """What PROBE finds when the wheel is unpacked in `site`."""
    paths = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", PROBE, str(site), *paths], cwd=site, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def unpacked(hook, folder):
    """The folder into which the wheel that the build hook makes is unpacked, as pip would."""
    pytest.importorskip("hatchling")
    code = "import sys, hatchling.build as build; print(getattr(build, sys.argv[1])(sys.argv[2]))"
    done = subprocess.run([sys.executable, "-c", code, hook, str(folder)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    site = folder / "site"
    with zipfile.ZipFile(folder / done.stdout.split()[-1]) as wheel:
        wheel.extractall(site)
    return site


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An installation from the wheel."""
    return unpacked("build_wheel", tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_package_and_patterns(installed):
    patterns = {path.name for path in (ROOT / "patterns").iterdir() if path.is_file()}
    assert {path.name for path in (installed / "extract" / "patterns").iterdir()} == patterns
    assert {path.name for path in (installed / "extract" / "codebook").glob("*.csv")} == {"columns.csv", "vocabulary.csv"}
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "extract").rglob("*.py")}
    assert {path.relative_to(installed).as_posix() for path in installed.rglob("*.py")} == modules
    assert {path.name for path in installed.iterdir()} == {"extract", f"baobiao-{version()}.dist-info"}


def test_the_wheel_names_licence_and_dependencies(installed):
    info = installed / f"baobiao-{version()}.dist-info"
    assert (info / "licenses" / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
    metadata = (info / "METADATA").read_text(encoding="utf-8")
    assert "zh-core-web" not in metadata.replace("_", "-").partition("\n\n")[0]
    assert set(re.findall(r"^Requires-Python: (.+)$", metadata, re.MULTILINE)) == {"<3.14,>=3.11"}


@pytest.mark.slow
def test_an_installed_package_works_outside_the_checkout(installed):
    found = probe(installed)
    assert found["package"] == str(installed / "extract" / "__init__.py")
    assert found["patterns"] == str(installed / "extract" / "patterns")
    assert found["command"] and found["figures"] == ["104户", "312人"]


@pytest.mark.slow
def test_an_editable_install_reads_the_checkout(tmp_path):
    found = probe(unpacked("build_editable", tmp_path))
    assert found["package"] == str(ROOT / "extract" / "__init__.py")
    assert found["patterns"] == str(ROOT / "patterns")
    assert found["command"] and found["figures"] == ["104户", "312人"]


def version() -> str:
    """The version in the package's source."""
    return re.search(r'__version__ = "(.+)"', (ROOT / "extract" / "__init__.py").read_text(encoding="utf-8")).group(1)


def plain(requirement: str) -> str:
    """The name of a requirement, spelled one way."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement).group()).lower()


def test_the_lock_names_every_dependency():
    locked = {plain(line) for line in re.findall(r"^\w.*==", LOCK, re.MULTILINE)}
    wanted = {plain(line) for line in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"])}
    assert wanted <= locked


def test_the_lock_pins_by_hash_and_names_no_address():
    entries = re.findall(r"^\w.*(?:\n[ ].*)*", LOCK, re.MULTILINE)
    assert entries and all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in LOCK and "file:" not in LOCK
    assert not re.search(r"^-", LOCK, re.MULTILINE), "no options: the lock installs from whatever index is in use"
