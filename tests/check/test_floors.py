"""Floors: they hold or fall, rise when told to, and sink only with leave."""

import pytest

from extract.check import floors
from extract.check.floors import Changes, Fall, Floors

MEASURED = {"overall": {"rows": 0.77298, "core": 1.0}, "attributes": {"place": 0.96814}}


def test_what_is_written_is_read_and_holds(tmp_path):
    path = tmp_path / floors.NAME
    known = Floors().raised(MEASURED, {"甲.txt": "0123", 'a"b.txt': "4567"})
    floors.write(path, known)
    assert floors.read(path) == known
    assert known.floors["overall"] == {"rows": 0.7729, "core": 1.0}, "rounded down, so that the measure holds"
    assert known.fallen(MEASURED) == []


def test_a_measure_below_its_floor_has_fallen():
    known = Floors({"overall": {"rows": 0.7729}, "kinds": {"area": 1.0}})
    assert known.fallen({"overall": {"rows": 0.7728}}) == [Fall("overall.rows", 0.7729, 0.7728), Fall("kinds.area", 1.0, 0.0)]


def test_floors_rise_and_sink_only_with_leave():
    known = Floors({"overall": {"rows": 0.5, "core": 0.9}})
    assert known.raised({"overall": {"rows": 0.6, "core": 0.9}}, {}).floors == {"overall": {"rows": 0.6, "core": 0.9}}
    with pytest.raises(floors.BadFloors, match="would lower overall.core from 0.9000 to 0.8000; if that is meant, add --allow-worse"):
        known.raised({"overall": {"rows": 0.6, "core": 0.8}}, {})
    assert known.raised({"overall": {"core": 0.8}}, {}, allow_worse=True).floors == {"overall": {"core": 0.8}}


def test_changed_new_and_missing_samples_are_told():
    known = Floors({}, {"a.txt": "1", "b.txt": "2"})
    assert known.changes({"a.txt": "1", "b.txt": "2"}) == Changes()
    assert str(known.changes({"a.txt": "3", "c.txt": "4"})) == "changed: a.txt; new: c.txt; gone: b.txt"


def test_fingerprints_are_of_the_content_and_not_of_line_ends(tmp_path):
    (tmp_path / "a.txt").write_bytes("甲\n乙\n".encode())
    one = floors.fingerprints([tmp_path / "a.txt"], tmp_path)
    (tmp_path / "a.txt").write_bytes("甲\r\n乙\r\n".encode())
    assert floors.fingerprints([tmp_path / "a.txt"], tmp_path) == one == {"a.txt": one["a.txt"]}
    (tmp_path / "a.txt").write_bytes("丙\n".encode())
    assert floors.fingerprints([tmp_path / "a.txt"], tmp_path) != one


@pytest.mark.parametrize("text", ["floors = 1\n", "[floors.overall]\nrows = 1.2\n", "[floors.overall]\nrows = 'a'\n", "[flors]\n", "[floors\n"])
def test_a_file_that_holds_no_floors_is_refused(tmp_path, text):
    (tmp_path / "f.toml").write_text(text, encoding="utf-8")
    with pytest.raises(floors.BadFloors, match="f.toml.*set them anew with --update floors"):
        floors.read(tmp_path / "f.toml")
