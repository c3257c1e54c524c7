"""The shape of the package, read off its source: who imports whom, who may print, what waits until it is used."""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from graphlib import TopologicalSorter

import pytest
from conftest import ROOT

PACKAGE = ROOT / "extract"

#: Modules from the ground up. A module imports from lower layers and its own; no cycle anywhere.
LAYERS = (
    {"records", "clock"},
    {"pool"},
    {"codebook", "wraps", "text", "tables", "numeral", "lexicon", "rules", "units", "split", "words", "gazetteer"},
    {"kinds"},
    {"confidence", "context", "dates", "frame", "cell_figure", "column_head", "row_label", "grid"},
    {"link"},
    {"provenance"},
    {"pipeline"},
    {"read", "table", "audit", "contest"},
    {"inputs", "batch", "load", "score", "show", "twin", "dataset"},
    {""},  # extract/__init__.py
    {"build"},
    {"engine"},
    {"query"},
    {"panel"},
    {"fill"},
    {"frames"},
    {"check", "annotate", "mangled", "exchange", "patterns", "explore", "places", "spacy_component"},
    {"cli"},
    {"__main__", "build_gazetteer", "model"},
)
#: What stands beside the pipeline needs little of it.
ONLY = {
    "read": {"records", "text", "wraps"}, "table": {"records", "text", "codebook"}, "audit": {"records", "text", "numeral", "table"},
    "score": {"records", "table"},
}

#: One door for each third-party package: a module, or all modules of a package.
DOORS = {
    "jieba": {"words"}, "rjieba": {"words"}, "spacy_pkuseg": {"words", "model"},
    "spacy": {"words", "spacy_component"},
    "pycrfsuite": {"kinds.entity", "model"},
    "duckdb": {"dataset"}, "fsspec": {"dataset", "inputs"}, "distributed": {"engine"}, "filelock": {"dataset"},
    "pandas": {"table"}, "pyarrow": {"table", "load", "dataset"}, "xlsxwriter": {"table"},
    "openpyxl": {"load", "read.sheet", "fill"}, "lxml": {"read", "fill"}, "pypdfium2": {"read.pdf", "read.pdf_page", "explore"},
    "rapidocr": {"read.ocr"}, "numpy": {"read.ocr"}, "PIL": {"read.ocr"}, "cv2": {"read.ocr"},
    "typer": {"cli"}, "rich": {"cli"},
    "starlette": {"explore"}, "uvicorn": {"explore"}, "jinja2": {"explore"}, "markupsafe": {"explore"},
}
#: Packages that take long to import: only inside the functions that use them.
HEAVY = {"pandas", "numpy", "pyarrow", "spacy", "spacy_pkuseg", "duckdb", "fsspec", "filelock", "distributed", "openpyxl", "xlsxwriter", "jieba", "rjieba",
         "lxml", "pypdfium2", "rapidocr", "PIL", "cv2", "starlette", "uvicorn", "jinja2", "pycrfsuite"}
#: Packages whose distribution has another name.
DISTRIBUTIONS = {"PIL": "pillow", "cv2": "opencv_python_headless", "pycrfsuite": "python_crfsuite"}


@cache
def sources() -> dict[str, ast.Module]:
    """Module name without `extract.` → its syntax tree; the package itself is ''."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return found


MODULES = sorted(sources())
each_module = pytest.mark.parametrize("name", MODULES, ids=lambda name: name or "extract")


def imports(tree: ast.AST, whole: bool = True) -> set[str]:
    """The dotted names that are imported, in the whole tree or only as the module loads; not those for type checkers."""
    found: set[str] = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        elif whole or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            found |= imports(node, whole)
    return found


def own(tree: ast.AST, whole: bool = True) -> set[str]:
    """The modules of ours that are imported."""
    found = set()
    for name in imports(tree, whole):
        top, _, rest = name.partition(".")
        if top != "extract":
            continue
        while rest and rest not in sources():  # the last part is a name inside the module
            rest = rest.rpartition(".")[0]
        found.add(rest)
    return found


def foreign(tree: ast.AST, whole: bool = True) -> set[str]:
    """The third-party packages that are imported."""
    return {name.partition(".")[0] for name in imports(tree, whole)} - {"extract", "__future__"} - sys.stdlib_module_names


def layer(name: str) -> int:
    """The number of the module's layer."""
    top = name.partition(".")[0]
    for number, names in enumerate(LAYERS):
        if top in names:
            return number
    pytest.fail(f"extract/{name.replace('.', '/')}.py stands in no layer; say in LAYERS where it belongs")


@each_module
def test_imports_go_down(name):
    above = {other for other in own(sources()[name]) if layer(other) > layer(name)}
    assert not above, f"{name} imports from above itself"


@each_module
def test_what_stands_beside_the_pipeline_needs_little_of_it(name):
    top = name.partition(".")[0]
    if top in ONLY:
        assert {other.partition(".")[0] for other in own(sources()[name])} <= ONLY[top] | {top}


def test_there_are_no_cycles():
    # A package's modules may import from the package (`extract.read`); what it lends them stands in it.
    graph = {name: own(tree, whole=False) - {name} for name, tree in sources().items()}
    assert list(TopologicalSorter(graph).static_order())


@each_module
def test_third_party_packages_come_in_by_one_door(name):
    for package in foreign(sources()[name]):
        assert package in DOORS, f"{package} has no door; give it one in DOORS"
        assert {name, name.partition(".")[0]} & DOORS[package], f"{package} comes in by {sorted(DOORS[package])}, not by {name}"


def test_what_is_imported_is_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in project.get("optional-dependencies", {}).values() for line in extra)]
    declared = {re.match(r"[\w.-]+", line).group().lower().replace("-", "_") for line in lines}
    used = set().union(*(foreign(tree) for tree in sources().values()))
    assert {DISTRIBUTIONS.get(name, name) for name in used} <= declared


@each_module
def test_nothing_heavy_loads_with_a_module(name):
    if name == "spacy_component":
        return  # spaCy itself loads it, by its entry point
    assert not foreign(sources()[name], whole=False) & HEAVY


@pytest.mark.parametrize("module", ["extract", "extract.cli"])
def test_importing_loads_nothing_heavy(module):
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    assert not HEAVY & set(loaded)


@each_module
def test_only_the_command_prints(name):
    if name.partition(".")[0] in ("cli", "build_gazetteer", "model"):
        return
    for node in ast.walk(sources()[name]):
        printing = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("print", "input")
        stream = isinstance(node, ast.Attribute) and ast.unparse(node) in ("sys.stdout", "sys.stderr", "sys.stdin")
        assert not printing and not stream, f"line {node.lineno}: only extract/cli/ speaks"


#: Who may look at a clock, through extract/clock.py: for the record of a run, for time limits and progress.
CLOCKED = {"build", "pool", "cli.progress", "explore.access", "explore.review"}


@each_module
def test_time_comes_from_the_document(name):
    if name == "clock":
        return
    assert "clock" not in own(sources()[name]) or name in CLOCKED, "looks at a clock"
    clocks = {"now", "today", "utcnow", "fromtimestamp", "localtime", "gmtime"}
    for node in ast.walk(sources()[name]):
        assert not (isinstance(node, ast.Attribute) and node.attr in clocks) or ast.unparse(node) == "clock.now", f"line {node.lineno}: looks at a clock"
    # Training draws its sentences, from a seed that is given to it.
    chance = {"time", "random", "uuid"} - ({"random"} if name.startswith("model.") else set())
    assert not chance & {item.partition(".")[0] for item in imports(sources()[name])}


@each_module
def test_public_things_say_what_they_give(name):
    tree = sources()[name]
    assert not tree.body or ast.get_docstring(tree), "the module has no docstring"
    silent = [f"{node.name} (line {node.lineno})" for node in public(tree) if not ast.get_docstring(node)]
    assert not silent


def public(tree: ast.Module | ast.ClassDef):
    """The public functions and classes of a module, and the public methods of these."""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


def test_test_files_have_names_of_their_own():
    """Two test files of one name would hide each other, as the test folders are no packages."""
    stems = [path.stem for path in (ROOT / "tests").rglob("test_*.py")]
    assert len(stems) == len(set(stems))


def test_the_parts_of_the_linker_do_not_hide_each_others_methods():
    from extract.link.sentence import SentenceLinker

    owners: dict[str, list[str]] = {}
    for part in SentenceLinker.__mro__[:-1]:
        for name in vars(part):
            owners.setdefault(name, []).append(part.__name__)
    assert {name: parts for name, parts in owners.items() if len(parts) > 1 and not name.startswith("__")} == {}
