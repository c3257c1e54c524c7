"""`baobiao check`: samples against what is expected of them, or one run against another."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

from extract.cli.console import Patterns, say


class Format(str, Enum):
    """How a report is written."""

    table = "table"
    json = "json"
    junit = "junit"
    html = "html"


class Update(str, Enum):
    """What is set anew by what the program does now."""

    floors = "floors"
    expectations = "expectations"


def check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Documents with NAME.facts.csv beside them, and folders of these; or two runs: table files or datasets. 样本，或两次结果")],
    format: Annotated[Format, typer.Option("--format", help="How to report. 报告格式")] = Format.table,
    to: Annotated[Optional[Path], typer.Option("--to", metavar="FILE", help="Write the report there instead of standard output. 报告文件")] = None,
    sample: Annotated[int, typer.Option(min=0, metavar="N", help="Differences that are shown of each kind; 0: all. 每类示例数")] = 3,
    exact: Annotated[bool, typer.Option("--exact", help="Also list what is near enough to count as right. 逐字比较")] = False,
    floors: Annotated[Optional[Path], typer.Option(metavar="FILE", help="The floors; without it floors.toml in the folder checked. 下限文件")] = None,
    update: Annotated[Optional[Update], typer.Option(help="floors: raise them to what is measured; expectations: expect what is found. 更新")] = None,
    allow_worse: Annotated[bool, typer.Option("--allow-worse", help="Let --update lower a floor. 允许下调")] = False,
    reviews: Annotated[Optional[Path], typer.Option(metavar="FILE", help="Expect what was reviewed: a table or a dataset with reviews. 复核结果")] = None,
    jobs: Annotated[int, typer.Option(min=0, metavar="N", help="Processes; 0: as many as the text repays. 进程数")] = 0,
    patterns: Patterns = None,
) -> None:
    """Check facts against what is expected, or against another run. 回归检查

    Exit status: 0 when the floors hold, 1 when one falls, 2 on bad input. Two runs are only compared: 0.
    """
    from extract.check import runs

    if len(paths) == 2 and all(map(runs.is_run, paths)):
        _compare(paths, format, to, sample)
    elif reviews is not None:
        _reviewed(paths, reviews, format, to, sample, floors, update, allow_worse, jobs)
    else:
        _check(paths, format, to, sample, exact, floors, update, allow_worse, jobs)


def _check(paths, format, to, sample, exact, floors_path, update, allow_worse, jobs) -> None:
    """Check samples, or set anew what they are checked against."""
    from extract.check import audited, floors, report, samples

    path = floors_path or _beside(paths)
    known = floors.read(path) if path and path.is_file() else floors.Floors()
    if floors_path and not floors_path.is_file() and update is not Update.floors:
        raise floors.BadFloors(f"{floors_path}: does not exist; set floors with --update floors")
    found = samples.find(paths, without_table=update is Update.expectations)
    if update is Update.expectations:
        _pin(found, jobs)
        return
    result = samples.Report(tuple(samples.check(found, jobs, exact)))
    measured = samples.measures(result.score, result.checks)
    files = (file for one in found for file in (one.path, one.table, audited.table_of(one.path)) if file.is_file())
    marks = floors.fingerprints(files, path.parent) if path else {}
    if update is Update.floors:
        if path is None:
            raise floors.BadFloors("floors are set for one folder; name the folder, or the file with --floors FILE")
        floors.write(path, known.raised(measured, marks, allow_worse))
        say(f"{path}: floors set for {len(found)} documents")
        return
    verdict = report.Verdict(result, known, tuple(known.fallen(measured)), known.changes(marks) if known.floors else floors.Changes())
    texts = {Format.json: report.as_json, Format.junit: report.as_junit, Format.html: report.as_html}
    if format is Format.table:
        _print(lambda console: _verdict(console, verdict, sample), to)
    else:
        _write(texts[format](verdict), to)
    if verdict.fallen:
        raise typer.Exit(1)


def _beside(paths: list[Path]) -> Path | None:
    """The floors of the folder that is checked; those of a folder do not hold for some of its documents alone."""
    from extract.check import floors

    return paths[0] / floors.NAME if len(paths) == 1 and paths[0].is_dir() else None


def _pin(found, jobs: int) -> None:
    """Expect of every document what is found in it now."""
    from collections import Counter

    from extract import batch
    from extract.check import samples

    for one, outcome in zip(found, batch.convert([(sample.path, sample.doc) for sample in found], jobs), strict=True):
        if outcome.document is None:
            raise samples.BadSample(outcome.failure)
        now, differences = samples.pin(one, outcome.document)
        how = Counter(item.how for item in differences)
        say(f"{one.table}: {now} facts expected: {how['gained']} more, {how['lost']} no longer, {how['changed']} changes in others")
    say("look at the changes before you keep them; floors and fingerprints are set by --update floors")


def _compare(paths: list[Path], format: Format, to: Path | None, sample: int) -> None:
    """Report what changed between two runs."""
    from extract.check import report, runs

    with runs.open_run(paths[0]) as before, runs.open_run(paths[1]) as after:
        comparison = runs.compare(before, after)
    if format is Format.table:
        _print(lambda console: _compared(console, comparison, sample), to)
    elif format is Format.html:
        _write(report.comparison_as_html(comparison, sample), to)
    else:
        _write((report.comparison_as_json if format is Format.json else report.comparison_as_junit)(comparison), to)


def _reviewed(paths, path, format, to, sample, floors_path, update, allow_worse, jobs) -> None:
    """Check documents against what reviewers said of them."""
    from extract import read
    from extract.check import floors, report, reviews

    reviewed = reviews.check(reviews.read(path), read.documents(paths), jobs)
    known = floors.read(floors_path) if floors_path and floors_path.is_file() else floors.Floors()
    if update is Update.expectations or update and floors_path is None:
        raise floors.BadFloors("with --reviews only floors can be updated, and in a file of their own: --update floors --floors FILE")
    if update:
        floors.write(floors_path, known.raised(reviewed.measures, {}, allow_worse))
        say(f"{floors_path}: floors set for {len(reviewed.counts)} verdicts")
        return
    fallen = known.fallen(reviewed.measures)
    if format is Format.table:
        _print(lambda console: _held(console, reviewed, known, fallen, sample), to)
    elif format is Format.html:
        _write(report.reviews_as_html(reviewed, sample), to)
    else:
        _write((report.reviews_as_json if format is Format.json else report.comparison_as_junit)(reviewed), to)
    if fallen:
        raise typer.Exit(1)


def _held(console, reviewed, known, fallen, sample: int) -> None:
    """Print which reviews do not hold, and how many do."""
    _differences(console, reviewed.differences, sample)
    if reviewed.missing:
        console.print(f"\nreviewed, but not among the documents: {', '.join(reviewed.missing[:5])}{' …' if len(reviewed.missing) > 5 else ''}", soft_wrap=True, markup=False)
    console.print()
    for name, (count, held) in reviewed.counts.items():
        console.print(f"{name}: {held:,} of {count:,} reviews hold", soft_wrap=True)
    _floors(console, fallen, known)


def _floors(console, fallen, known) -> None:
    """Print which floors fell, or that none did."""
    for name, floor, measured in fallen:
        console.print(f"fell: {name} is {measured:.4f}, its floor {floor:.4f}", style="bold red", soft_wrap=True)
    if not fallen:
        console.print("all floors hold" if known.floors else "no floors; set them with --update floors", soft_wrap=True)


def _write(text: str, to: Path | None) -> None:
    """Write a report to a file or to standard output."""
    if to is None:
        print(text, end="")
    else:
        to.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")


def _print(show, to: Path | None) -> None:
    """Show a report on the terminal, or write it to a file as plain text."""
    from rich.console import Console

    if to is None:
        show(Console(highlight=False))
        return
    with open(to, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        show(Console(file=file, width=120, highlight=False))


def _verdict(console, verdict, sample: int) -> None:
    """Print measures, differences and the floors."""
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, header_style="bold", pad_edge=False)
    grid.add_column("measure")
    for name in ("precision", "recall", "F1", "of found", "floor", "expected"):
        grid.add_column(name, justify="right")
    fallen, last = {fall.name for fall in verdict.fallen}, ""
    for group, name, tally, share, floor in verdict.lines():
        if group != last:
            grid.add_row(Text(group, "dim"))
            last = group
        numbers = (f"{number:.3f}" if number is not None else "" for number in (tally.precision, tally.recall, tally.f1, share, floor))
        grid.add_row(f"  {name}", *numbers, f"{tally.hits + tally.missed:,}", style="bold red" if f"{group}.{name}" in fallen else "")
    console.print(grid)
    _differences(console, verdict.report.differences, sample)
    documents = len(verdict.report.checked)
    console.print(f"\n{documents} documents, {len(verdict.report.differences):,} differences", soft_wrap=True)
    if str(verdict.changes):
        console.print(Text(f"samples changed since the floors were set ({verdict.changes}); look at the change, then --update floors", "yellow"), soft_wrap=True)
    _floors(console, verdict.fallen, verdict.floors)


_KINDS = 8  # kinds of difference that are shown of each column, the largest first


def _differences(console, differences, sample: int) -> None:
    """Print the differences in their groups, some of each."""
    from itertools import groupby

    from extract.check.differ import groups

    for _, found in groupby(groups(differences), key=lambda group: (group.differences[0].how, group.differences[0].column)):
        found = list(found)
        column = found[0].differences[0].column
        if column:
            count = sum(len(group.differences) for group in found)
            console.print(f"\n{column}: {count:,} of {len(found):,} kinds", style="bold underline")
        for group in found[:_KINDS] if sample else found:
            _group(console, group, sample)
        if sample and len(found) > _KINDS:
            console.print(f"\n… and {len(found) - _KINDS:,} more kinds of {column}; --sample 0 shows all", style="dim")


def _group(console, group, sample: int) -> None:
    """Print one group, some of its differences."""
    from rich.text import Text

    documents = len(group.documents)
    console.print(Text.assemble("\n", (_line(group.label), "bold"), f"  {len(group.differences):,} in {documents:,} document{'s' * (documents > 1)}"), soft_wrap=True)
    shown = group.sample(sample) if sample else group.differences
    for item in shown:
        where = f"{item.doc}:{item.line}" if item.line else f"{item.doc} @{item.start}"
        mark = (_line(item.text), "reverse") if console.color_system else f"⟦{_line(item.text)}⟧"
        console.print(Text.assemble((f"  {where}  ", "dim"), _line(item.left), mark, _line(item.right)), soft_wrap=True)
    if len(shown) < len(group.differences):
        console.print(Text(f"  … and {len(group.differences) - len(shown):,} more", "dim"))


def _line(text: str) -> str:
    """The text on one line."""
    return text.replace("\n", "↵").replace("\t", " ")


def _compared(console, comparison, sample: int) -> None:
    """Print what changed between two runs."""
    from collections import Counter

    from rich.table import Table

    _differences(console, comparison.differences, sample)
    by_doc = Counter(item.doc for item in comparison.differences)
    if by_doc:
        grid = Table(box=None, header_style="bold", pad_edge=False)
        grid.add_column("document", overflow="fold")
        grid.add_column("differences", justify="right")
        for doc, count in by_doc.most_common(10):
            grid.add_row(doc, f"{count:,}")
        console.print()
        console.print(grid)
    for what, docs in (("only in the first", comparison.only_before), ("only in the second", comparison.only_after), ("with another text, not compared", comparison.other_text)):
        if docs:
            console.print(f"{what}: {len(docs):,} documents, {', '.join(docs[:5])}{' …' if len(docs) > 5 else ''}", soft_wrap=True, markup=False)
    how = Counter(item.how for item in comparison.differences)
    console.print(f"\n{comparison.documents:,} documents, {comparison.before:,} facts before, {comparison.after:,} after: "
                  f"{how['lost']:,} lost, {how['gained']:,} gained, {how['changed']:,} changed in {len(by_doc):,} documents", soft_wrap=True)
