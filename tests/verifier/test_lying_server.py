"""Proves that an outsider with the verifier alone catches every lie that the keeper of a log can tell."""

import gzip
import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sluis.domain.checkpoint import (
    Checkpoint,
    TlogProof,
    VerifierKey,
    decode_history,
    encode_history,
    sign,
)
from sluis.domain.merkle import inclusion_proof, leaf_hash, root, subtrees
from sluis.domain.tiles import decode_bundle, encode_bundle, export
from sluis.verifier.__main__ import main
from sluis.verifier.store import Unreadable, open_store

NAME = "sluis.example/log"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
KEY = VerifierKey(NAME, PRIVATE.public_key().public_bytes_raw()).text
SOURCE = Path(__file__).parents[2] / "src"

LENGTH = 600
SIZES = (100, 300, 550, 600)
LAST_BUNDLE, LAST_TILE = "tile/entries/002.p/88", "tile/0/002.p/88"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a proxy of the machine out of the way to this machine itself."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def body(number: int, kind: str = "disclosure.permitted") -> bytes:
    said = {"at": f"2026-03-01T08:{number // 60:02}:{number % 60:02}+01:00", "kind": kind, "seq": number}
    return json.dumps(said).encode()


BODIES = [body(number) for number in range(LENGTH)]
FORGED = body(0, "disclosure.refused")


def note(bodies: Sequence[bytes], size: int, private: Ed25519PrivateKey = PRIVATE, name: str = NAME) -> str:
    head = Checkpoint(name, size, root([leaf_hash(one) for one in bodies[:size]]))
    return sign(head, name, private.public_key().public_bytes_raw(), private.sign)


def publish(folder: Path, bodies: Sequence[bytes], notes: Sequence[str]) -> None:
    for path, data in export(bodies, notes):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


@pytest.fixture(scope="session")
def honest_notes() -> list[str]:
    return [note(BODIES, size) for size in SIZES]


@pytest.fixture
def log(tmp_path: Path, honest_notes: list[str]) -> Path:
    folder = tmp_path / "log"
    publish(folder, BODIES, honest_notes)
    return folder


@pytest.fixture
def memory(tmp_path: Path, honest_notes: list[str]) -> Path:
    """What an outsider remembers: the checkpoint of 550 entries."""
    file = tmp_path / "memory"
    file.write_text(honest_notes[2])
    return file


def rewrite(folder: Path, path: str, bodies: Sequence[bytes]) -> None:
    (folder / path).write_bytes(encode_bundle(bodies))


def bundle(folder: Path, path: str) -> list[bytes]:
    return decode_bundle((folder / path).read_bytes())


def verify(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    status = main([*map(str, arguments), "--key", KEY])
    printed = capsys.readouterr()
    return status, printed.out + printed.err


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the verifier as an outsider does, in a process of its own that lists what it imports."""
    command = [sys.executable, "-X", "importtime", "-m", "sluis.verifier", *map(str, arguments), "--key", KEY]
    return subprocess.run(command, capture_output=True, text=True, env={"PYTHONPATH": str(SOURCE)}, check=False)


def imported(done: subprocess.CompletedProcess[str]) -> set[str]:
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip() for line in lines}


def test_an_honest_log_is_sound_without_the_system_that_keeps_it(log: Path) -> None:
    done = run(log)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SOUND" in done.stdout
    assert "600 entries" in done.stdout
    assert "600  disclosure.permitted" in done.stdout
    assert "2026-03-01T08:00:00+01:00, 2026-03-01T08:09:59+01:00" in done.stdout
    names = imported(done)
    ours = {name for name in names if name.startswith("sluis.")}
    domain = {f"sluis.domain.{one}" for one in ("merkle", "tiles", "checkpoint", "audit")}
    verifier = {f"sluis.verifier.{one}" for one in ("report", "signature", "store")}
    assert ours == {"sluis.domain", "sluis.verifier"} | domain | verifier
    assert not {name for name in names if name.split(".")[0] in {"django", "psycopg", "procrastinate", "ninja"}}


def test_a_dropped_entry_is_named_by_the_real_command(log: Path) -> None:
    rest = BODIES[:300] + BODIES[301:]
    rewrite(log, "tile/entries/001", rest[256:512])
    rewrite(log, LAST_BUNDLE, rest[512:])
    done = run(log)
    assert done.returncode == 1
    assert "[removed] Entry 300 was removed" in done.stdout
    assert "1 finding." in done.stdout


def test_a_dropped_entry_is_named(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bodies = bundle(log, "tile/entries/001")
    rewrite(log, "tile/entries/001", bodies[:44] + bodies[45:])
    status, said = verify(capsys, log)
    assert status == 1
    assert "[removed] Entry 300 was removed" in said
    assert "1 finding." in said


def test_an_altered_entry_is_named(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bodies = bundle(log, LAST_BUNDLE)
    bodies[5] = bodies[5].replace(b"permitted", b"refused__")
    rewrite(log, LAST_BUNDLE, bodies)
    status, said = verify(capsys, log)
    assert status == 1
    assert "[changed] Entry 517 was changed" in said
    assert "1 finding." in said


def test_an_inserted_entry_is_named(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bodies = bundle(log, "tile/entries/000")
    rewrite(log, "tile/entries/000", [*bodies[:40], FORGED, *bodies[40:]])
    status, said = verify(capsys, log)
    assert status == 1
    assert "[inserted] Entry 40 was inserted" in said
    assert "1 finding." in said


def test_an_entry_added_after_the_last_one_is_named(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(log, LAST_BUNDLE, [*bundle(log, LAST_BUNDLE), FORGED])
    status, said = verify(capsys, log)
    assert status == 1
    assert "[inserted] Entry 600 was inserted" in said


def test_two_swapped_entries_are_named(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bodies = bundle(log, "tile/entries/000")
    bodies[17], bodies[42] = bodies[42], bodies[17]
    rewrite(log, "tile/entries/000", bodies)
    status, said = verify(capsys, log)
    assert status == 1
    assert "[reordered] Entry 17 now stands at place 42" in said
    assert "[reordered] Entry 42 now stands at place 17" in said
    assert "2 findings." in said


def test_a_change_with_forged_tiles_is_narrowed_by_the_history(
    log: Path, honest_notes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    publish(log, [*BODIES[:420], FORGED, *BODIES[421:]], honest_notes)
    status, said = verify(capsys, log)
    assert status == 1
    assert "[checkpoint_mismatch]" in said
    assert "between entry 300 and entry 549" in said


def test_a_tail_taken_back_is_caught_by_what_was_remembered(
    tmp_path: Path, memory: Path, honest_notes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    publish(tmp_path / "short", BODIES[:300], honest_notes[:2])
    status, said = verify(capsys, tmp_path / "short", "--remember", memory)
    assert status == 1
    assert "rolled back" in said
    assert "Entries 300 to 549 are missing at the end" in said
    assert said.count(f"    — {NAME} ") == 2, "both signed notes are evidence"
    assert memory.read_text() == honest_notes[2], "a bad log must not be remembered"
    assert verify(capsys, tmp_path / "short")[0] == 0, "without memory nobody can tell"


def test_an_old_checkpoint_beside_a_longer_history_is_caught(
    log: Path, honest_notes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    publish(log, BODIES[:300], honest_notes)
    (log / "checkpoint").write_text(honest_notes[1])
    status, said = verify(capsys, log)
    assert status == 1
    assert "Entries 300 to 599 are missing at the end" in said


def test_a_forked_history_signed_again_is_caught_by_the_real_command(
    tmp_path: Path, memory: Path, honest_notes: list[str]
) -> None:
    forged = [*BODIES[:420], FORGED, *BODIES[421:]]
    publish(tmp_path / "forked", forged, [note(forged, size) for size in SIZES])
    done = run(tmp_path / "forked", "--remember", memory)
    assert done.returncode == 1
    assert "[forked]" in done.stdout
    assert "between entry 0 and entry 549" in done.stdout
    indented = "".join(f"    {line}\n" for line in honest_notes[2].splitlines())
    assert indented in done.stdout, "the note that contradicts the log is evidence"
    assert done.stdout.count(f"    — {NAME} ") >= 2
    assert memory.read_text() == honest_notes[2]


@pytest.mark.parametrize(("path", "index"), [("tile/0/001", 259), (LAST_TILE, 515)])
def test_an_altered_tile_is_named(log: Path, path: str, index: int, capsys: pytest.CaptureFixture[str]) -> None:
    data = bytearray((log / path).read_bytes())
    data[32 * 3] ^= 1
    (log / path).write_bytes(data)
    status, said = verify(capsys, log)
    assert status == 1
    assert f"[hash_altered] Entry {index} is as signed" in said
    assert "1 finding." in said


def test_an_altered_upper_tile_is_named(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (log / "tile/1/000.p/2").write_bytes(bytes(64))
    status, said = verify(capsys, log)
    assert status == 1
    assert "[hash_altered] The tile tile/1/000.p/2 does not follow from the hashes of entries 0 to 511" in said


def test_a_broken_signature_is_named(log: Path, honest_notes: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    broken = honest_notes[1].replace("\n300\n", "\n301\n")
    (log / "checkpoints").write_bytes(encode_history([honest_notes[0], broken, *honest_notes[2:]]))
    status, said = verify(capsys, log)
    assert status == 1
    assert "[bad_signature] Checkpoint 2 of the history is not valid" in said
    (log / "checkpoint").write_text(honest_notes[3].replace("\n600\n", "\n601\n"))
    status, said = verify(capsys, log)
    assert status == 1
    assert "[bad_signature] The latest checkpoint is not valid" in said


def test_a_log_signed_by_another_key_is_not_believed(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(log, BODIES, [note(BODIES, size, OTHER) for size in SIZES])
    status, said = verify(capsys, log)
    assert status == 1
    assert said.count("[bad_signature]") == 4
    assert f"the keys trusted here are {'+'.join(KEY.split('+')[:2])}" in said
    assert "SOUND:" not in said.replace("NOT SOUND:", "")


def test_a_checkpoint_of_another_log_in_the_history_is_named(
    log: Path, honest_notes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    stranger = "other.example/log"
    key = VerifierKey(stranger, OTHER.public_key().public_bytes_raw()).text
    notes = [note(BODIES, 100, OTHER, stranger), *honest_notes]
    (log / "checkpoints").write_bytes(encode_history(notes))
    status, said = verify(capsys, log, "--key", key)
    assert status == 1
    assert "a checkpoint of another log, other.example/log" in said


@pytest.mark.parametrize("path", ["tile/entries/001", "tile/0/001", "tile/1/000.p/2"])
def test_a_missing_file_is_named(log: Path, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    (log / path).unlink()
    status, said = verify(capsys, log)
    assert status == 1
    assert "[unreadable]" in said
    assert "missing" in said
    assert "511" in said


@pytest.mark.parametrize(
    ("path", "data"),
    [("tile/entries/001", b"\xff"), ("tile/0/001", bytes(33)), ("tile/0/001", bytes(9000))],
)
def test_a_garbled_file_is_named(log: Path, path: str, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    (log / path).write_bytes(data)
    status, said = verify(capsys, log)
    assert status == 1
    assert f"[unreadable] The file {path}, with entries 256 to 511, cannot be read" in said


def test_a_garbled_history_is_named(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (log / "checkpoints").write_bytes((log / "checkpoints").read_bytes()[:-1])
    status, said = verify(capsys, log)
    assert status == 1
    assert "[unreadable] The history of checkpoints breaks off" in said


def test_a_signed_size_beyond_all_measure_ends_in_findings(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = Checkpoint(NAME, 10**18, bytes(32))
    (log / "checkpoint").write_text(sign(head, NAME, PRIVATE.public_key().public_bytes_raw(), PRIVATE.sign))
    status, said = verify(capsys, log)
    assert status == 1
    assert "[unreadable]" in said


def test_a_partial_file_may_have_become_full(
    log: Path, tmp_path: Path, honest_notes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    # The reader holds the checkpoint of 300 entries; the log has grown to 600 and dropped what was partial.
    (log / "checkpoint").write_text(honest_notes[1])
    (log / "checkpoints").unlink()
    publish(tmp_path / "short", BODIES[:300], honest_notes[:2])
    (log / "tile/1/000.p/1").write_bytes((tmp_path / "short/tile/1/000.p/1").read_bytes())
    status, said = verify(capsys, log)
    assert status == 0, said
    assert "300 entries" in said


def test_a_sound_log_is_remembered_and_may_grow(
    log: Path, tmp_path: Path, honest_notes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    memory = tmp_path / "memory"
    publish(tmp_path / "young", BODIES[:300], honest_notes[:2])
    assert verify(capsys, tmp_path / "young", "--remember", memory)[0] == 0
    assert memory.read_text() == honest_notes[1]
    assert verify(capsys, log, "--remember", memory)[0] == 0
    assert memory.read_text() == honest_notes[3]
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


class Packing(SimpleHTTPRequestHandler):
    """Serves a folder and packs every file with gzip, as tlog-tiles allows without asking."""

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        if not file.is_file():
            self.send_error(404)
            return
        data = gzip.compress(file.read_bytes())
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


class Plain(SimpleHTTPRequestHandler):
    """Serves a folder as it is."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


class Failing(BaseHTTPRequestHandler):
    """Answers every request with an error of its own."""

    def do_GET(self) -> None:
        self.send_error(503)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(params=[Plain, Packing, Failing])
def address(log: Path, request: pytest.FixtureRequest) -> Iterator[tuple[type, str]]:
    handler = request.param if request.param is Failing else partial(request.param, directory=str(log))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield request.param, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_log_is_verified_over_http(address: tuple[type, str], log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kind, url = address
    status, said = verify(capsys, url)
    if kind is Failing:
        assert status == 2
        assert "answers with status 503" in said
        return
    assert status == 0, said
    rewrite(log, LAST_BUNDLE, bundle(log, LAST_BUNDLE)[1:])
    status, said = verify(capsys, url)
    assert status == 1
    assert "[removed] Entry 512 was removed" in said
    (log / LAST_BUNDLE).unlink()
    status, said = verify(capsys, url)
    assert status == 1
    assert f"The file {LAST_BUNDLE} is missing" in said


def test_a_packed_answer_cannot_fill_the_memory(address: tuple[type, str], log: Path) -> None:
    kind, url = address
    if kind is not Failing:
        (log / "checkpoint").write_bytes(bytes(50_000_000))
        with pytest.raises(Unreadable, match="more than 1000 bytes"):
            open_store(url).read("checkpoint", 1000)


def test_a_server_that_is_not_there_is_unusable_input(capsys: pytest.CaptureFixture[str]) -> None:
    status, said = verify(capsys, "http://127.0.0.1:9/")
    assert status == 2
    assert "cannot be fetched" in said


def test_input_that_cannot_be_used_says_what_to_do(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nonsense").write_text("nonsense")
    (tmp_path / "empty").mkdir()
    for arguments, reason in (
        ([tmp_path / "absent"], "is neither a folder nor an http address"),
        ([tmp_path / "empty"], "There is no log at"),
        ([], "No log was named"),
        ([log, "--key", "nonsense"], "is not a verifier key"),
        ([log, "--key", tmp_path / "nonsense"], "is not a verifier key"),
        ([log, "--remember", tmp_path / "nonsense"], "The remembered checkpoint is no good"),
        ([log, "--remember", tmp_path / "absent/file"], "cannot be remembered"),
        (["--proof", tmp_path / "absent"], "give both --proof and --entry"),
        (["--proof", tmp_path / "absent", "--entry", log / "checkpoint"], "cannot be read"),
    ):
        status, said = verify(capsys, *arguments)
        assert status == 2, arguments
        assert reason in said


def test_the_memory_of_another_log_is_refused(log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stranger = "other.example/log"
    (tmp_path / "memory").write_text(note(BODIES, 100, OTHER, stranger))
    key = VerifierKey(stranger, OTHER.public_key().public_bytes_raw()).text
    status, said = verify(capsys, log, "--key", key, "--remember", tmp_path / "memory")
    assert status == 2
    assert "belongs to this log" in said


def test_keys_may_stand_in_a_file(log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "keys").write_text(f"# the key since March\n\n{KEY}\n")
    assert main([str(log), "--key", str(tmp_path / "keys")]) == 0
    assert "SOUND" in capsys.readouterr().out


def test_one_proof_is_checked_with_its_entry_alone(
    tmp_path: Path, honest_notes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    hashes = [leaf_hash(one) for one in BODIES]
    proof = TlogProof(421, tuple(inclusion_proof(421, LENGTH, subtrees(hashes))), honest_notes[3])
    (tmp_path / "it.tlog-proof").write_text(proof.encode())
    (tmp_path / "entry").write_bytes(BODIES[421])
    given = ("--proof", tmp_path / "it.tlog-proof", "--entry", tmp_path / "entry")
    status, said = verify(capsys, *given)
    assert (status, said) == (0, f"PROVED: the entry is number 421 of the 600 in the log {NAME}.\n")
    (tmp_path / "entry").write_bytes(BODIES[420])
    status, said = verify(capsys, *given)
    assert status == 1
    assert "NOT PROVED: The proof for entry 421" in said


def test_what_a_log_says_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bodies = [body(0, "\x1b[2Jgone"), b"not json", b"[" * 5000, b'{"kind": 3, "at": "never"}']
    publish(tmp_path / "log", bodies, [note(bodies, 4)])
    status, said = verify(capsys, tmp_path / "log")
    assert status == 0
    assert "\x1b" not in said
    assert "\\u001b[2Jgone" in said
    assert "3  (without a kind)" in said


def test_the_history_of_an_export_holds_every_checkpoint(log: Path, honest_notes: list[str]) -> None:
    assert decode_history((log / "checkpoints").read_bytes()) == honest_notes
