"""TinyDB's own interface on tables that append to a journal."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
from tinydb import Query, TinyDB, where
from tinydb.operations import delete, increment
from tinydb.table import Document

from annotations.errors import NotSaved
from annotations.store import journal
from annotations.store.storage import JournalStorage
from annotations.store.table import JournalDB, JournalTable, Records
from tests.annotations.stored import beside


class Unhappy(Exception):
    """An updater went wrong."""


@pytest.fixture
def db(path: Path) -> TinyDB:
    return opened(path)


@pytest.fixture
def table(db: TinyDB) -> JournalTable:
    """Three records."""
    table = db.table("fruit")
    assert isinstance(table, JournalTable)
    table.insert_multiple({"name": name, "n": n} for n, name in enumerate(["fig", "kiwi", "lime"]))
    return table


def opened(path: Path) -> TinyDB:
    return JournalDB(JournalStorage(path))


def names(table) -> list[str]:
    return [each["name"] for each in table.all()]


def again(path: Path, table: str = "fruit"):
    """What another process reads."""
    return opened(path).table(table).all()


def saves(path: Path) -> int:
    return len(journal.read(beside(path, "journal").read_bytes()).entries)


# Looking


def test_records_are_found_as_with_tinydb(table):
    fruit = Query()
    assert names(table) == ["fig", "kiwi", "lime"]
    assert [each["name"] for each in table.search(fruit.n > 0)] == ["kiwi", "lime"]
    assert table.get(fruit.name == "kiwi")["n"] == 1
    assert table.get(where("name") == "plum") is None
    assert table.contains(fruit.name.matches("li"))
    assert table.count(fruit.n < 2) == len(table) - 1 == 2
    number = table.get(fruit.name == "lime").doc_id
    assert table.get(doc_id=number) == {"name": "lime", "n": 2}
    assert not table.contains(doc_id=number + 1)
    assert [each.doc_id for each in table] == sorted(each.doc_id for each in table)


def test_there_are_as_many_tables_as_were_written(db, table):
    db.table("stones").insert({"name": "agate"})
    assert db.tables() == {"fruit", "stones"}
    assert len(db.table("nothing")) == 0
    assert db.tables() == {"fruit", "stones"}


def test_a_record_that_was_looked_at_can_be_changed_without_changing_the_store(table, path):
    for each in (table.all()[0], table.get(where("name") == "fig")):
        each["name"] = "changed"
        each["more"] = {"deep": []}
    assert names(table) == ["fig", "kiwi", "lime"]
    assert again(path) == table.all()


def test_a_search_sees_what_another_window_wrote(table, path):
    fruit = where("name") == "plum"
    assert table.search(fruit) == []
    opened(path).table("fruit").insert({"name": "plum"})
    table._journal.refresh()
    assert len(table.search(fruit)) == 1


# Changing


def test_what_is_inserted_gets_a_number_of_its_own(table, path):
    first, second = table.insert({"name": "plum"}), table.insert({"name": "plum"})
    assert first < second
    assert again(path) == table.all()
    assert names(table)[-2:] == ["plum", "plum"]


def test_a_number_is_never_given_twice(table, path):
    last = table.insert({"name": "plum"})
    table.remove(doc_ids=[last])
    assert table.insert({"name": "plum"}) > last
    assert opened(path).table("fruit").insert({"name": "plum"}) > last


def test_two_windows_that_insert_at_the_same_time_choose_different_numbers(table, path):
    other = opened(path).table("fruit")
    numbers = [each.insert({"name": "plum"}) for _ in range(20) for each in (table, other)]
    assert len(set(numbers)) == 40
    assert len(again(path)) == 43


def test_a_number_that_is_taken_is_refused(table):
    taken = table.all()[0].doc_id
    with pytest.raises(ValueError, match="already exists"):
        table.insert(Document({"name": "plum"}, taken))
    assert names(table) == ["fig", "kiwi", "lime"]


@pytest.mark.parametrize("number", [-1, 2**63, 10**30])
def test_a_number_that_the_file_cannot_hold_is_refused(table, path, number):
    with pytest.raises(ValueError, match="no number of a record"):
        table.insert(Document({"name": "plum"}, number))
    assert names(table) == ["fig", "kiwi", "lime"]
    assert again(path) == table.all()


def test_records_are_updated_by_a_query(table, path):
    before = saves(path)
    assert len(table.update({"ripe": True}, where("n") > 0)) == 2
    assert [each.get("ripe") for each in table] == [None, True, True]
    table.update(increment("n"))
    table.update(delete("ripe"), where("name") == "lime")
    assert [each["n"] for each in table] == [1, 2, 3]
    assert [each.get("ripe") for each in again(path)] == [None, True, None]
    assert saves(path) == before + 3


def test_many_updates_are_one_save(table, path):
    before = saves(path)
    table.update_multiple(
        [({"n": 10}, where("name") == "fig"), (increment("n"), where("name") == "kiwi")]
    )
    assert [each["n"] for each in again(path)] == [10, 2, 2]
    assert saves(path) == before + 1


def test_what_is_there_is_updated_and_what_is_not_is_inserted(table, path):
    before = saves(path)
    table.upsert({"name": "fig", "n": 7}, where("name") == "fig")
    table.upsert({"name": "plum", "n": 8}, where("name") == "plum")
    assert [(each["name"], each["n"]) for each in again(path)][-1] == ("plum", 8)
    assert table.get(where("name") == "fig")["n"] == 7
    assert saves(path) <= before + 3


def test_records_are_removed(table, path):
    table.remove(where("n") == 1)
    assert names(table) == ["fig", "lime"]
    table.remove(doc_ids=[table.all()[0].doc_id])
    assert [each["name"] for each in again(path)] == ["lime"]


def test_to_remove_what_is_not_there_changes_nothing(table, path):
    before = beside(path, "journal").read_bytes()
    table.remove(doc_ids=[7])
    assert len(table) == 3
    assert beside(path, "journal").read_bytes() == before


def test_a_table_is_emptied_in_one_save(table, path):
    before = saves(path)
    table.truncate()
    assert (len(table), again(path), saves(path)) == (0, [], before + 1)


def test_a_table_is_dropped_and_the_others_stay(db, table, path):
    db.table("stones").insert({"name": "agate"})
    before = saves(path)
    db.drop_table("fruit")
    assert again(path) == []
    assert [each["name"] for each in again(path, "stones")] == ["agate"]
    assert saves(path) == before + 1
    db.drop_tables()
    assert again(path, "stones") == []


def test_an_update_that_changes_nothing_is_not_written(table, path):
    before = beside(path, "journal").read_bytes()
    table.update({"n": 0}, where("name") == "fig")
    table.update(lambda _: None)
    assert beside(path, "journal").read_bytes() == before


def test_a_save_is_as_long_as_what_it_touches(table, path):
    size = beside(path, "journal").stat().st_size
    table.insert_multiple({"name": "many", "n": n} for n in range(500))
    long = beside(path, "journal").stat().st_size - size
    table.update({"n": 1}, where("name") == "fig")
    assert beside(path, "journal").stat().st_size - size - long < long / 50


# Going wrong


def test_an_exception_in_an_updater_takes_everything_back(table, path):
    def update(record):
        record["n"] = 99
        record.setdefault("deep", []).append(1)
        if record["name"] == "lime":
            raise Unhappy

    before = beside(path, "journal").read_bytes()
    with pytest.raises(Unhappy):
        table.update(update)
    assert [each["n"] for each in table] == [0, 1, 2]
    assert beside(path, "journal").read_bytes() == before


def test_in_a_transaction_an_exception_that_is_caught_takes_back_only_its_update(table, path):
    def update(record):
        record["n"] = 99
        record["deep"].append(99)
        if record["name"] == "plum":
            raise Unhappy

    with table._journal.transaction():
        table.update(lambda record: record.update(deep=[]))
        table.insert({"name": "plum", "n": 3, "deep": []})
        before = deepcopy(table.all())
        with pytest.raises(Unhappy):
            table.update(update)
        assert table.all() == before
    assert again(path) == before
    assert [each["n"] for each in before] == [0, 1, 2, 3]


def test_what_was_removed_before_the_table_is_emptied_stays_removed(table, path):
    with table._journal.transaction():
        table.remove(where("n") == 0)
        table.insert({"name": "plum"})
        table.truncate()
        assert names(table) == []
        table.insert({"name": "last"})
    assert [each["name"] for each in again(path)] == names(table) == ["last"]


def test_what_json_cannot_hold_is_not_saved(table, path):
    for impossible in ("\ud800", {1, 2}, 2**70, object()):
        with pytest.raises(NotSaved):
            table.insert({"name": impossible})
    assert names(table) == ["fig", "kiwi", "lime"]
    assert again(path) == table.all()


def test_a_table_that_is_opened_to_persist_empty_is_not_wiped(db, table, path):
    reopened = opened(path).table("fruit", persist_empty=True, cache_size=100)
    assert len(reopened) == len(again(path)) == 3


# The mapping that an updater gets


def test_records_are_a_mapping_that_knows_what_was_touched():
    records = Records({1: b'{"a":1}', 2: b'{"a":2}', 3: b"{}"})
    assert list(records) == [1, 2, 3]
    records[1]["a"] = 7
    records[9] = {"new": True}
    del records[2]
    assert (list(records), len(records), 2 in records, 9 in records) == ([1, 3, 9], 3, False, True)
    assert records["1"] == {"a": 7}
    assert records.changes == {1: b'{"a":7}', 9: b'{"new":true}', 2: None}
    with pytest.raises(KeyError):
        del records[2]
    with pytest.raises(KeyError):
        records[2]


def test_what_comes_and_goes_in_one_transaction_was_never_there():
    records = Records({})
    records[9] = {}
    del records[9]
    assert (records.changes, list(records)) == ({}, [])


def test_records_stand_on_what_the_transaction_changed_before():
    records = Records({1: b'{"a":1}', 2: b'{"a":2}'}, {2: None, 3: b'{"a":3}'})
    assert {number: each["a"] for number, each in records.items()} == {1: 1, 3: 3}
    records[2] = {"a": 4}
    del records[3]
    assert records.changes == {2: b'{"a":4}', 3: None}
    records.clear()
    assert list(records) == []
    assert {number: row for number, row in records.changes.items() if row} == {}
