"""Tables that are damaged, cut off, mixed or made to do harm: a bad row costs itself, and is recorded."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Qa

from qa.errors import InputError
from qa.readers.tables import table_for

MOST = 10_000_000
CSV = "id,text,desk\n"
KYIV = "Міністр сказав у понеділок, що переговори у Києві тривають."
PARIS = "Le préfet a déclaré que les négociations continuent à Orléans."
BERLIN = "Der Bürgermeister erklärte, die Gespräche über das Gesetz gingen weiter."


def row(number: int, text: str = "The talks go on.") -> str:
    return f"{number},{text},World\n"


def read(path: Path, most: int = MOST) -> list[Any]:
    """The rows by what they are: the number of a good one, or what is wrong with a bad one."""
    table = table_for(path.name)
    assert table is not None
    return [*table.rows(str(path), most)]


def numbers(rows: list[Any]) -> list[int]:
    return [int(r["id"]) for r in rows if not isinstance(r, InputError)]


def problems(rows: list[Any]) -> list[str]:
    return [str(r).partition("/t.")[2] for r in rows if isinstance(r, InputError)]


def results_in(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "results/part-00000.jsonl").read_text("utf-8").split("\n")[:-1]
    return [*map(json.loads, lines)]


def most_rows(bad: dict[int, str], first: int = 1, last: int = 1000) -> str:
    return CSV + "".join(bad.get(n) or row(n) for n in range(first, last + 1))


def quoted(number: int, text: str = "The talks,\nhe said, go on.") -> str:
    return f'"{number}","{text}","World"\r\n'


# Each: the table, the ids of its good rows as a range, the ones among them that are lost, and what is said
# of those, with the line.
STRAY: dict[str, tuple[str, set[int], list[str]]] = {
    "one that opens": (
        most_rows({3: row(3, '"The talks go on.')}),
        {3},
        ["csv:4: has a quotation mark that opens a field and none that closes it"],
    ),
    "the last row": (
        most_rows({1000: row(1000, '"The talks go on.')}),
        {1000},
        ["csv:1001: has a quotation mark that opens a field and none that closes it"],
    ),
    "two that open": (
        most_rows({3: row(3, '"The talks'), 500: row(500, '"The talks')}),
        {3, 500},
        ["csv:4: has a quotation mark", "csv:501: has a quotation mark"],
    ),
    "one that opens and, much later, one that closes": (
        most_rows({3: row(3, '"The talks'), 500: row(500, 'The talks"')}),
        {3},
        ["csv:4: has a quotation mark"],
    ),
    "one that opens and one that closes soon": (
        most_rows({3: row(3, '"The talks'), 5: row(5, 'The talks"')}),
        {3},
        ["csv:4: has a quotation mark"],
    ),
    "one that opens at a row that is quoted": (
        most_rows({3: row(3, '"The talks'), 7: row(7, '"The talks, he said, go on."')}),
        {3},
        ["csv:4: has a quotation mark"],
    ),
    "in a row of several lines": (
        CSV
        + "".join(quoted(n) for n in range(1, 4))
        + '"4","The talks\n, he said, go on.,"World"\r\n'
        "" + "".join(quoted(n) for n in range(5, 1001)),
        {4},
        ["csv:8: has a quotation mark", "csv:9: has 4 fields for 3 columns"],
    ),
    "missing at the end of several lines": (
        CSV + quoted(1) + '"2","The talks\nhe said go on.\nAnd more\r\n' + quoted(3) + quoted(4),
        {2, *range(5, 1001)},
        ["csv:4: has a quotation mark"],
    ),
}


@pytest.mark.parametrize("kind", STRAY)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_stray_quotation_mark_costs_its_row(tmp_path: Path, kind: str, encoding: str) -> None:
    text, lost, said = STRAY[kind]
    (tmp_path / "t.csv").write_bytes(text.encode(encoding))
    found = read(tmp_path / "t.csv")
    assert numbers(found) == [n for n in range(1, 1001) if n not in lost]
    assert len(problems(found)) == len(said)
    for is_said, expected in zip(problems(found), said, strict=True):
        assert is_said.startswith(expected)


WELL_QUOTED = {
    "poem": "\n".join(f"Line {n}, and more" for n in range(40)),
    "list": "\n".join(f"{n},one,two" for n in range(8)) + "\nand the rest",
    "letters": "Dear all, dear friends, hello\n\nThe talks, as ever, go on.",
    "marks": 'He said ""yes"",\n""no"", and ""perhaps"".',
    "empty": "",
    "lines": "\n\n\n",
}


@pytest.mark.parametrize("kind", WELL_QUOTED)
def test_a_field_of_many_lines_is_one(tmp_path: Path, kind: str) -> None:
    text = WELL_QUOTED[kind]
    (tmp_path / "t.csv").write_text(CSV + quoted(1, text) + quoted(2) + quoted(3), newline="")
    found = read(tmp_path / "t.csv")
    assert problems(found) == []
    assert next(r["text"] for r in found) == text.replace('""', '"')
    assert numbers(found) == [1, 2, 3]


def test_quotation_marks_of_the_text_in_one_line_stay(tmp_path: Path) -> None:
    raw = CSV + '1,"He said "yes" today",World\n2,He said "no",World\n3,"""Yes"" ,he said" ,World\n'
    (tmp_path / "t.csv").write_text(raw)
    texts = [r["text"] for r in read(tmp_path / "t.csv")]
    assert texts == ['He said "yes" today', 'He said "no"', '"Yes" ,he said']


# --- large


@pytest.mark.parametrize(
    "name", ["t.csv", "t.tsv", "t.jsonl", "t.csv.gz", "t.jsonl.gz", "t.quoted.csv"]
)
def test_a_huge_line_costs_itself_and_no_memory(tmp_path: Path, name: str) -> None:
    most, huge = 100_000, "x" * 30_000_000
    if "jsonl" in name:
        line = '{{"id": {}, "text": "{}"}}\n'
    elif "quoted" in name:
        line = '{},"{}"\n'
        huge = "x, x, x x\n" * 100_000
    else:
        line = ("{},{}\n", "{}\t{}\n")[".tsv" in name]
    header = "" if "jsonl" in name else ("id,text\n", "id\ttext\n")[".tsv" in name]
    text = header + line.format(1, "One.") + line.format(2, huge) + line.format(3, "Three.")
    raw = text.encode()
    (tmp_path / name).write_bytes(gzip.compress(raw, 1) if name.endswith(".gz") else raw)
    del text, raw, huge
    tracemalloc.start()
    found = read(tmp_path / name, most)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert numbers(found) == [1, 3]
    (problem,) = problems(found)
    assert "of more than 200,000 bytes" in problem or "has more than 200,000 bytes" in problem
    assert peak < 8_000_000


# --- cut off


def many_rows(name: str) -> bytes:
    if "jsonl" in name:
        return "".join(
            json.dumps({"id": n, "text": f"Story {zlib.crc32(b'%d' % n)}."}) + "\n"
            for n in range(5000)
        ).encode()
    sign = "\t" if ".tsv" in name else ","
    mark = '"' if "quoted" in name else ""
    lines = (f"{n}{sign}{mark}Story {zlib.crc32(b'%d' % n)}.{mark}\n" for n in range(5000))
    return (f"id{sign}text\n" + "".join(lines)).encode()


@pytest.mark.parametrize("name", ["t.csv.gz", "t.quoted.csv.gz", "t.tsv.gz", "t.jsonl.gz"])
@pytest.mark.parametrize("left", [0.02, 0.5, 0.999])
def test_a_gzip_file_that_is_cut_off_has_the_rows_before(
    tmp_path: Path, name: str, left: float
) -> None:
    whole = many_rows(name)
    packed = gzip.compress(whole)
    cut = packed[: int(left * len(packed))]
    (tmp_path / name).write_bytes(cut)
    there = zlib.decompressobj(31).decompress(cut)
    found = read(tmp_path / name)
    assert numbers(found) == [*range(len(found) - 1)]
    assert len(found) - 1 == there.count(b"\n") - ("jsonl" not in name)
    assert "is not a whole gzip file: its end is missing; the rows before" in problems(found)[-1]


def test_a_gzip_file_that_was_written_in_pieces_is_read(tmp_path: Path) -> None:
    raw = many_rows("t.csv.gz")
    pieces = [gzip.compress(raw[i : i + 1000]) for i in range(0, len(raw), 1000)]
    (tmp_path / "t.csv.gz").write_bytes(b"".join(pieces) + bytes(700))
    assert numbers(read(tmp_path / "t.csv.gz")) == [*range(5000)]


def test_a_gzip_file_with_a_damaged_byte_has_the_rows_before(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(many_rows("t.csv.gz")))
    packed[len(packed) // 2] ^= 0xFF
    (tmp_path / "t.csv.gz").write_bytes(packed)
    found = read(tmp_path / "t.csv.gz")
    assert "is not a whole gzip file" in problems(found)[-1]
    assert numbers(found[:1000]) == [*range(1000)]


# --- encodings

# The beginning, the row that comes late, its encoding, and whether it can be told.
MIXED = {
    "ASCII, then Windows": ("The talks go on.", PARIS, "cp1252", True),
    "ASCII, then Cyrillic": ("The talks go on.", KYIV, "cp1251", True),
    "UTF-8, then Windows": (KYIV, BERLIN, "cp1252", True),
    "UTF-8, then Cyrillic": (PARIS, KYIV, "cp1251", True),
    "UTF-8, then broken": (KYIV, KYIV, "broken", False),
    "Windows, then UTF-8": (PARIS, KYIV, "utf-8", True),
    "Windows, then Cyrillic": (PARIS, KYIV, "cp1251", True),
    "Cyrillic, then UTF-8": (KYIV, BERLIN, "utf-8", True),
    "Cyrillic, then Windows": (KYIV, BERLIN, "cp1252", True),
    "Chinese, then UTF-8": ("总统星期一表示，谈判将继续进行，各方都在场。", KYIV, "utf-8", True),
}
FIRST = {"Windows": "cp1252", "Cyrillic": "cp1251", "Chinese": "gb18030"}


@pytest.mark.parametrize("kind", MIXED)
@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.quoted.csv", "t.jsonl"])
def test_a_late_row_in_another_encoding_is_read_or_recorded(
    tmp_path: Path, name: str, kind: str
) -> None:
    first, late, encoding, is_told = MIXED[kind]
    own = FIRST.get(kind.partition(",")[0], "utf-8")
    if "jsonl" in name and own != "utf-8":
        pytest.skip("JSON is UTF-8")
    sign, mark = ("\t" if "tsv" in name else ","), '"' if "quoted" in name else ""

    def line(number: int, text: str) -> str:
        if "jsonl" in name:
            return json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n"
        text = text if mark else text.replace(",", ";")
        return f"{number}{sign}{mark}{text}{mark}\n"

    raw = b"" if "jsonl" in name else f"id{sign}text\n".encode()
    raw += "".join(line(n, first) for n in range(3000)).encode(own)
    there = line(3000, late)
    raw += (
        there.encode()[:-9] + b"\xd0\xd0" + there.encode()[-8:]
        if encoding == "broken"
        else there.encode(encoding)
    )
    raw += line(3001, first).encode(own)
    (tmp_path / name).write_bytes(raw)
    found = read(tmp_path / name)
    assert len(found) == 3002
    if not mark and "jsonl" not in name:
        first, late = first.replace(",", ";"), late.replace(",", ";")
    assert [r["text"] for r in (found[0], found[3001])] == [first, first]
    if is_told:
        assert found[3000]["text"] == late
    else:
        (problem,) = problems(found)
        assert "not valid UTF-8: byte 0x" in problem


@pytest.mark.parametrize(
    ("raw", "bad"),
    [
        (CSV.encode() + b"1,One \x00 two.,World\n2,Two.,World\n", []),
        (CSV.encode() + row(1).encode() + b"2,\xff\xfe\xfd,World\n" + row(3).encode(), [2]),
        (
            ("\ufeff" + CSV + row(1)).encode("utf-16-le")
            + b"\x00\xd8,\0"
            + row(3).encode("utf-16-le"),
            [2],
        ),
    ],
)
def test_bytes_in_no_encoding_cost_their_row(tmp_path: Path, raw: bytes, bad: list[int]) -> None:
    (tmp_path / "t.csv").write_bytes(raw)
    found = read(tmp_path / "t.csv")
    assert [n for n, r in enumerate(found, 1) if isinstance(r, InputError)] == bad


# --- Parquet


def strings(*values: bytes) -> pa.Array[Any]:
    """Texts of these bytes, whatever they are."""
    ends = [0]
    for value in values:
        ends.append(ends[-1] + len(value))
    offsets = pa.py_buffer(b"".join(end.to_bytes(4, "little") for end in ends))
    return pa.Array.from_buffers(
        pa.string(), len(values), [None, offsets, pa.py_buffer(b"".join(values))]
    )


ODD_COLUMNS: dict[str, Callable[[], pa.Array[Any]]] = {
    "nanoseconds": lambda: pa.array([1, 1_700_000_000_123_456_789, 3], pa.timestamp("ns")),
    "nanoseconds in a zone": lambda: pa.array([1, 123, 3], pa.timestamp("ns", "Europe/Kyiv")),
    "a far day": lambda: pa.array([1, 72_000_000, 3], pa.date32()),
    "a far time": lambda: pa.array([1, 2**50, 3], pa.timestamp("s")),
    "a far past": lambda: pa.array([1, -(2**52), 3], pa.timestamp("ms")),
    "a time of day": lambda: pa.array([1, 123_456_789, 3], pa.time64("ns")),
    "a time that something took": lambda: pa.array([1, 2**62, 3], pa.duration("ns")),
    "bytes of no text": lambda: strings(b"a", b"caf\xe9", b"c"),
    "bytes in a list": lambda: pa.ListArray.from_arrays(
        pa.array([0, 1, 2, 3], pa.int32()), strings(b"a", b"caf\xe9", b"c")
    ),
    "bytes in an object": lambda: pa.StructArray.from_arrays(
        [strings(b"a", b"caf\xe9", b"c")], ["name"]
    ),
}


@pytest.mark.parametrize("kind", ODD_COLUMNS)
@pytest.mark.parametrize("name", ["date", "extra"])
def test_a_value_that_python_has_not_costs_nothing(
    tmp_path: Path, qa: Qa, kind: str, name: str
) -> None:
    texts = [f"Officials from from Kyiv said {n}." for n in range(3)]
    pq.write_table(pa.table({"text": texts, name: ODD_COLUMNS[kind]()}), tmp_path / "t.parquet")
    (tmp_path / "b.txt").write_text("The talks go on.\n")
    assert qa("report", "-o", "out", "t.parquet", "b.txt").returncode == 1
    results = results_in(tmp_path / "out")
    assert [r["error"] for r in results] == [None] * 4
    assert [len(r["findings"]) for r in results] == [1, 1, 1, 0]
    if kind == "a far day" and name == "date":
        assert results[1]["date"] == "199099-04-22"


def test_a_text_of_other_bytes_is_decoded_as_a_file_is(tmp_path: Path, qa: Qa) -> None:
    broken = KYIV.encode()[:40] + b"\xff" + KYIV.encode()[40:]
    table = pa.table({"text": strings(b"The talks go on.", PARIS.encode("cp1252"), broken)})
    pq.write_table(table, tmp_path / "t.parquet")
    done = qa("report", "-o", "out", "t.parquet")
    assert done.returncode == 2
    results = results_in(tmp_path / "out")
    assert [r["error"] for r in results[:2]] == [None, None]
    assert "not valid UTF-8: byte 0x" in results[2]["error"]
    assert "Orléans" in results[1]["title"]


def test_an_original_of_no_encoding_is_recorded(tmp_path: Path, qa: Qa) -> None:
    broken = KYIV.encode()[:40] + b"\xff" + KYIV.encode()[40:]
    originals = strings(KYIV.encode(), broken, KYIV.encode("cp1251"))
    texts = ["The minister said on Monday that the talks in Kyiv go on."] * 3
    pq.write_table(pa.table({"text": texts, "original": originals}), tmp_path / "t.parquet")
    assert qa("report", "-o", "out", "t.parquet").returncode == 2
    errors = [r["error"] for r in results_in(tmp_path / "out")]
    assert [bool(error) for error in errors] == [False, True, False]
    assert "t.parquet:2, its original:1: not valid UTF-8" in errors[1]


@pytest.mark.parametrize("command", ["filter", "score"])
def test_a_pair_of_no_encoding_is_left_out_and_said(tmp_path: Path, qa: Qa, command: str) -> None:
    broken = KYIV.encode()[:40] + b"\xff" + KYIV.encode()[40:]
    sources = strings(KYIV.encode(), broken, KYIV.encode("cp1251"))
    texts = ["The minister said on Monday that the talks in Kyiv go on."] * 3
    pq.write_table(pa.table({"translation": texts, "source": sources}), tmp_path / "t.parquet")
    output = ("--pairs", "t.parquet", "--format", "jsonl") if command == "score" else ("t.parquet",)
    kept = ("-o", "kept.jsonl", "--no-vectors") if command == "filter" else ()
    done = qa(command, *output, *kept, "--isolated")
    assert done.returncode == 2
    assert "not valid UTF-8: byte 0x" in done.stderr
    if command == "filter":
        assert len((tmp_path / "kept.jsonl").read_text("utf-8").splitlines()) == 2
    else:
        lines = [*map(json.loads, done.stdout.splitlines())]
        assert [bool(line["error"]) for line in lines] == [False, True, False]


def test_any_number_of_bad_rows_may_come_first(tmp_path: Path, qa: Qa) -> None:
    rows = ["no JSON"] * 300 + ['{"story": "It was was so."}'.replace("story", "text")] * 3
    (tmp_path / "t.jsonl").write_text("\n".join(rows))
    assert qa("report", "-o", "out", "t.jsonl").returncode == 2
    found = results_in(tmp_path / "out")
    assert [r["row"] for r in found] == [*range(1, 304)]
    assert [len(r["findings"]) for r in found[299:]] == [0, 1, 1, 1]


def test_a_damaged_row_group_costs_itself(tmp_path: Path) -> None:
    table = pa.table({"id": [*range(30)], "text": [f"Story {n} " * 40 for n in range(30)]})
    path = tmp_path / "t.parquet"
    pq.write_table(table, path, row_group_size=10, compression="gzip", use_dictionary=False)
    start = pq.read_metadata(path).row_group(1).column(1).data_page_offset
    raw = bytearray(path.read_bytes())
    raw[start : start + 20] = bytes(20)
    path.write_bytes(raw)
    found = read(path)
    assert numbers(found) == [*range(10), *range(20, 30)]
    assert "has a row group that cannot be read" in problems(found)[0]


# --- two columns with one name

TWICE = {
    "t.csv": b"id,text,text\n1,One.,Eins.\n",
    "t.tsv": b"id\ttext\ttext\n1\tOne.\tEins.\n",
    "alike.csv": b"id,Text,text\n1,One.,Eins.\n",
    "nested.jsonl": b'{"id": 1, "a": {"text": "One."}, "b": {"text": "Eins."}}\n',
    "t.parquet": b"",
}


@pytest.mark.parametrize("name", TWICE)
def test_of_two_columns_with_one_name_the_user_chooses(tmp_path: Path, qa: Qa, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(TWICE[name])
    if name == "t.parquet":
        columns = [pa.array([1]), pa.array(["One."]), pa.array(["Eins."])]
        pq.write_table(pa.Table.from_arrays(columns, ["id", "text", "text"]), path)
    done = qa("report", "-o", "out", path)
    assert done.returncode == 2
    assert "2 columns are called like the text; choose one with --column 'text=" in done.stderr
    second = done.stderr.strip().rpartition("'text=")[2].rstrip("'")
    assert qa("report", "-o", "out", path, "--column", f"text={second}").returncode == 0
    result = json.loads((tmp_path / "out/results/part-00000.jsonl").read_text())
    assert result["title"] in ("Eins.", "One.")


def test_columns_that_nobody_needs_may_have_one_name(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,text,note,note,,\n1,One.,a,b,,\n")
    (found,) = read(tmp_path / "t.csv")
    assert found["note"], found["note (2)"] == ("a", "b")


def test_an_object_with_two_values_of_one_name_is_a_bad_row(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"id": 1, "id": 2}\n{"id": 3}\n')
    found = read(tmp_path / "t.jsonl")
    assert "has 2 values called “id”" in problems(found)[0]
    assert numbers(found) == [3]


@pytest.mark.parametrize("deep", [300, 900, 100_000])
def test_an_object_too_deep_costs_its_row(tmp_path: Path, qa: Qa, deep: int) -> None:
    rows = [
        '{"text": ' + "[" * deep + '"a"' + "]" * deep + "}",
        '{"text": ' + '{"a": ' * deep + "1" + "}" * deep + "}",
        '{"text": "The talks go on."}',
    ]
    (tmp_path / "t.jsonl").write_text("\n".join(rows))
    assert qa("report", "-o", "out", "t.jsonl").returncode in (0, 1, 2)
    results = results_in(tmp_path / "out")
    assert [r["row"] for r in results] == [1, 2, 3]
    assert results[2]["error"] is None
