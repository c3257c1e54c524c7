"""The engine: a real cluster on loopback, workers really killed, the same rows as at home."""

import os
import signal

import pytest
from conftest import ENDLESS, ROOT
from test_build import TEXT, content, households, put

from extract import build, dataset, engine, inputs, rules
from extract.dataset.compact import compact
from extract.dataset.files import Folder

distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")


@pytest.fixture
def folder(tmp_path):
    """A folder of 24 documents."""
    home = tmp_path / "in"
    home.mkdir()
    for number in range(24):
        (home / f"{number:02d}.txt").write_text(TEXT.format(1000 + number) * 40, encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def cluster():
    """A cluster of two workers; a document that ends a worker is given to one more."""
    import dask

    with dask.config.set({"distributed.scheduler.allowed-failures": 1}), distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50
    ) as made:
        yield made


def run_dask(path, folder, cluster, limit=60.0, part=3, meanwhile=lambda number: None):
    """State of each document once the folder has been converted by the cluster."""
    store = dataset.open_store(path)
    try:
        run = build.Build(store)
        states = {step.doc: step.state for step in run.sort(inputs.documents([folder]), away=True)}
        for number, step in enumerate(engine.convert(run, path, cluster.scheduler_address, limit=limit, part=part)):
            states[step.doc] = step.state
            meanwhile(number)
        return states
    finally:
        store.close()


@pytest.mark.slow
def test_rules_of_ones_own_go_with_the_documents(tmp_path, cluster):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("全县投放鱼苗5缸。", encoding="utf-8")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "unit.csv").write_text("unit,kind,canonical,scale,factor,base\n缸,count,缸,1,1,缸\n", encoding="utf-8")
    for own, units in ((tmp_path / "own", ["缸"]), (None, [])):
        with rules.using(own):
            assert run_dask(f"{tmp_path}/d/", tmp_path / "in", cluster) == {"a.txt": "replaced" if own is None else "new"}
            assert [row[0] for row in dataset.open_dataset(f"{tmp_path}/d/").rows("SELECT unit FROM facts")] == units


@pytest.mark.slow
def test_with_a_worker_killed_the_rows_are_those_of_home(tmp_path, folder, cluster):
    home, away = f"{tmp_path}/home.duckdb", f"{tmp_path}/away/"
    put(home, folder)

    def kill(number):
        if number == 4:
            with distributed.Client(cluster, set_as_default=False) as client:
                os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)

    states = run_dask(away, folder, cluster, meanwhile=kill)
    assert set(states.values()) == {"new"} and len(states) == 24
    assert content(away) == content(home)
    assert len(Folder(away).names("documents")) == 8
    assert set(run_dask(away, folder, cluster).values()) == {"unchanged"}
    compact(away, f"{tmp_path}/compact.duckdb")
    assert content(f"{tmp_path}/compact.duckdb") == content(home)


@pytest.mark.slow
def test_workers_see_whether_documents_at_urls_are_unchanged(tmp_path, folder, cluster):
    path, url = f"{tmp_path}/d/", f"file://{folder}"
    assert set(run_dask(path, url, cluster).values()) == {"new"}
    (folder / "07.txt").write_text(TEXT.format(777), encoding="utf-8")
    states = run_dask(path, url, cluster)
    assert [doc for doc, state in states.items() if state == "replaced"] == ["07.txt"] and list(states.values()).count("unchanged") == 23
    assert len(content(path)["documents"]) == 24 and ("07.txt", 777) in households(path)
    with dataset.open_dataset(path) as data:
        assert data.rows("SELECT documents FROM runs ORDER BY run") == [(24,), (1,)]


@pytest.mark.slow
def test_a_run_that_was_stopped_is_gone_on_with(tmp_path, folder, cluster):
    path = f"{tmp_path}/d/"

    def stop(number):
        if number == 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_dask(path, folder, cluster, meanwhile=stop)
    done = len(households(path))
    states = list(run_dask(path, folder, cluster).values())
    assert done >= 9 * 40 and states.count("unchanged") * 40 >= done  # what was at work has ended meanwhile
    assert len(households(path)) == 24 * 40


@pytest.mark.slow
def test_a_document_that_hangs_costs_itself_alone(tmp_path, folder, cluster):
    (folder / "05.txt").write_text(ENDLESS, encoding="utf-8")
    states = run_dask(f"{tmp_path}/d/", folder, cluster, limit=8.0)
    assert [doc for doc, state in states.items() if state == "failed"] == ["05.txt"] and len(states) == 24
    assert "took longer than 8 seconds" in content(f"{tmp_path}/d/")["failures"][0][3]


_convert_part = engine.convert_part


def deadly(target, name, files, *rest):
    """The part, on a worker that the document 07.txt ends."""
    if any(doc == "07.txt" for _, doc in files):
        os.kill(os.getpid(), signal.SIGKILL)
    return _convert_part(target, name, files, *rest)


@pytest.mark.slow
def test_a_document_that_ends_every_worker_is_found_and_recorded(tmp_path, folder, cluster, monkeypatch):
    for number in (*range(5), *range(9, 24)):
        (folder / f"{number:02d}.txt").unlink()
    monkeypatch.setattr(engine, "convert_part", deadly)
    states = run_dask(f"{tmp_path}/d/", folder, cluster)
    assert [doc for doc, state in states.items() if state == "failed"] == ["07.txt"] and len(states) == 4
    assert "ended every worker" in content(f"{tmp_path}/d/")["failures"][0][3]


@pytest.mark.slow
def test_the_command_starts_a_cluster_of_its_own(baobiao, tmp_path, folder):
    ran = baobiao("convert", folder, "--to", f"{tmp_path}/d/", "--engine", "dask", "--jobs", "1")
    assert ran.status == 0 and "new 24, replaced 0, unchanged 0, vanished 0" in ran.err and "failures: 0" in ran.err
    ran = baobiao("compact", f"{tmp_path}/d", "--to", tmp_path / "d.duckdb")
    assert ran.status == 0 and "documents 24, facts " in ran.err
    assert content(f"{tmp_path}/d.duckdb") == content(f"{tmp_path}/d/")


def test_a_part_that_is_there_is_left_as_it_is(tmp_path, folder):
    target = f"{tmp_path}/d/"
    store = dataset.open_store(target)
    (folder / "01.txt").write_bytes(b"")
    files = inputs.documents([folder])[:3]
    first = engine.convert_part(target, "000001-away000001", files, "", build.recipe(), 1, 60.0, {})
    (folder / "00.txt").write_text("other")
    assert sorted(engine.convert_part(target, "000001-away000001", files, "", build.recipe(), 1, 60.0, {}), key=lambda step: step.doc) == first
    store.close()
    engine._OWN.pool.close()
    assert [step.state for step in first] == ["new", "failed", "new"]


def test_a_worker_of_another_version_is_refused(tmp_path, folder):
    other = build.recipe()._replace(version="0.0.0")
    with pytest.raises(engine.BadEngine, match="another version of baobiao .* than the command .0.0.0."):
        engine.convert_part(f"{tmp_path}/d/", "000001-away000001", [], "", other, 1, 60.0, {})


@pytest.mark.parametrize(("arguments", "said"), [
    (("--to", "d.duckdb", "--engine", "dask"), "an engine writes a folder of parts"),
    (("--to", "t.csv", "--engine", "dask"), "are for datasets"),
    (("--to", "d/", "--scheduler", "tcp://127.0.0.1:9"), "a scheduler is for --engine dask"),
])
def test_what_does_not_fit_the_engine_is_told(baobiao, tmp_path, arguments, said, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = baobiao("convert", ROOT / "seeds", *arguments)
    assert ran.status == 2 and said in ran.err and ran.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("target", "said"), [("x.duckdb", "there is no dataset"), ("x.csv", "ends in .duckdb"), ("no/x.duckdb", "there is no folder"), ("there.duckdb", "is there already")])
def test_compact_says_what_it_cannot_do(baobiao, tmp_path, target, said, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.duckdb").write_text("mine")
    ran = baobiao("compact", "none/", "--to", target)
    assert ran.status == 2 and said in ran.err and [path.name for path in tmp_path.iterdir()] == ["there.duckdb"]
