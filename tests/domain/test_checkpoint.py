"""Proves that signed notes, checkpoints and proofs are those of C2SP and that nothing near them passes."""

import base64
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sluis.domain.checkpoint import (
    Checkpoint,
    InvalidCheckpoint,
    InvalidVerifierKey,
    TlogProof,
    VerifierKey,
    decode_history,
    encode_history,
    key_id,
    open_note,
    open_signed,
    parse_body,
    parse_proof,
    parse_verifier_key,
    sign,
)
from sluis.domain.merkle import InvalidProof, inclusion_proof, leaf_hash, root, subtrees

# The example key and note in the documentation of golang.org/x/mod/sumdb/note.
NEUMANN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
NEUMANN_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# A checkpoint that the Go checksum database published on 10 January 2023, with the signature of a witness.
GO_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
GO_NOTE = (
    "go.sum database tree\n15081221\nBoMMe1wd25Tco0mYGROkyqxHZWx+hcSCtMV315Lu6Lg=\n\n"
    "— sum.golang.org "
    "Az3grilD7vQqTrv66jRgKM84Y80KTprrSt4bKmiOPxgmS5ZVBTeCl6dUvjYnN13R+C8j0jGY1WnUADGMkok3U0m2Zgo=\n"
    "— test.example.com "
    "qTGhC3917mAr6hGh+T55tNjxaej/D/GQivJZRIj7XGdAcQOTqfMWIPgp/v/904LEduN/h2sSRtHUJXUL4b9Gm7Bz4Qc=\n"
)

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key().public_bytes_raw()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
NAME = "sluis.example/log"
KEY = VerifierKey(NAME, PUBLIC)
HEAD = Checkpoint(NAME, 3, root([leaf_hash(b"a"), leaf_hash(b"b"), leaf_hash(b"c")]))


def verify(public_key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def signed(head: Checkpoint = HEAD) -> str:
    return sign(head, head.origin, PUBLIC, PRIVATE.sign)


def line_of(name: str, private: Ed25519PrivateKey, body: str) -> str:
    public = private.public_key().public_bytes_raw()
    data = key_id(name, public) + private.sign(body.encode())
    return f"— {name} {base64.b64encode(data).decode()}\n"


def test_the_published_note_of_peter_neumann_opens() -> None:
    key = parse_verifier_key(NEUMANN_KEY)
    assert key.text == NEUMANN_KEY
    opened = open_signed(f"{NEUMANN_TEXT}\n{NEUMANN_LINE}", [key], verify)
    assert (opened.text, opened.signers) == (NEUMANN_TEXT, ("PeterNeumann",))


def test_a_published_checkpoint_of_the_go_checksum_database_opens() -> None:
    opened = open_signed(GO_NOTE, [parse_verifier_key(GO_KEY)], verify)
    head = parse_body(opened.text)
    assert (head.origin, head.size) == ("go.sum database tree", 15_081_221)
    assert opened.signers == ("sum.golang.org",)


def test_a_key_with_another_name_than_the_origin_does_not_speak_for_the_log() -> None:
    with pytest.raises(InvalidCheckpoint, match="must be equal"):
        open_note(GO_NOTE, [parse_verifier_key(GO_KEY)], verify)
    with pytest.raises(InvalidCheckpoint, match="must be equal"):
        sign(HEAD, "another.example/log", PUBLIC, PRIVATE.sign)


def test_a_signed_checkpoint_opens_to_itself() -> None:
    assert open_note(signed(), [KEY], verify) == HEAD


def test_a_checkpoint_is_three_lines_and_a_signature() -> None:
    root64 = base64.b64encode(HEAD.root).decode()
    body, line = f"{NAME}\n3\n{root64}\n", line_of(NAME, PRIVATE, HEAD.body)
    assert HEAD.body == body
    assert signed() == f"{body}\n{line}"


def test_one_changed_character_anywhere_is_rejected() -> None:
    note = signed()
    for place, sign_there in enumerate(note):
        changed = note[:place] + ("B" if sign_there != "B" else "C") + note[place + 1 :]
        with pytest.raises(InvalidCheckpoint):
            open_note(changed, [KEY], verify)
        with pytest.raises(InvalidCheckpoint):
            open_note(note[:place], [KEY], verify)


def test_signatures_of_unknown_keys_are_passed_over() -> None:
    witness = line_of("witness.example", OTHER, "something else")
    namesake = line_of(NAME, OTHER, "something else")
    assert open_note(signed() + witness + namesake, [KEY], verify) == HEAD


def test_a_note_that_no_known_key_signed_is_rejected() -> None:
    with pytest.raises(InvalidCheckpoint, match="keys trusted here are"):
        open_note(signed(), [VerifierKey(NAME, OTHER.public_key().public_bytes_raw())], verify)
    with pytest.raises(InvalidCheckpoint, match="no key at all"):
        open_note(signed(), [], verify)


def test_one_bad_signature_of_a_known_key_spoils_the_note() -> None:
    witness = VerifierKey("witness.example", OTHER.public_key().public_bytes_raw())
    note = signed() + line_of("witness.example", OTHER, "something else")
    with pytest.raises(InvalidCheckpoint, match="signature of witness"):
        open_note(note, [KEY, witness], verify)


def test_a_witness_alone_does_not_speak_for_the_log() -> None:
    witness = VerifierKey("witness.example", OTHER.public_key().public_bytes_raw())
    note = f"{HEAD.body}\n" + line_of("witness.example", OTHER, HEAD.body)
    with pytest.raises(InvalidCheckpoint, match="origin and the name of the key"):
        open_note(note, [KEY, witness], verify)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        HEAD.body,
        HEAD.body + "\n",
        signed()[:-1],
        signed() + "\n",
        signed().replace("— ", "- "),
        signed().replace("— ", "—  "),
        signed().replace("\n", "\r\n"),
        signed() + "— x AAAA\n",
        signed() + "— x !!!!!!!!\n",
        signed() + "— x+y AAAAAAAA\n",
        signed() + "— x AAAAAAAAAA==\n" * 100,
    ],
)
def test_what_is_not_a_signed_note_is_rejected(note: str) -> None:
    with pytest.raises(InvalidCheckpoint):
        open_note(note, [KEY], verify)


@pytest.mark.parametrize(
    "body",
    [
        "log\n3\n",
        "log\n03\nAAAA\n",
        "log\n-3\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "log\n٣\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "log\n3\n" + base64.b64encode(bytes(31)).decode() + "\n",
        "log\n3\n" + "A" * 42 + "B=\n",
        "\n3\n" + base64.b64encode(bytes(32)).decode() + "\n",
        "log\n3\n" + base64.b64encode(bytes(32)).decode(),
        "log\n3\n" + base64.b64encode(bytes(32)).decode() + "\n\nmore\n",
    ],
)
def test_a_body_that_is_no_checkpoint_is_rejected(body: str) -> None:
    with pytest.raises(InvalidCheckpoint):
        parse_body(body)


def test_extension_lines_are_accepted_and_left_out() -> None:
    assert parse_body(HEAD.body + "extension\n") == HEAD


def test_a_control_character_is_rejected_even_if_it_is_signed() -> None:
    for control in "\t\r\f\x00":
        body = f"{HEAD.body}extension{control}\n"
        with pytest.raises(InvalidCheckpoint, match="control character"):
            open_note(f"{body}\n{line_of(NAME, PRIVATE, body)}", [KEY], verify)


def test_a_signer_that_gives_no_ed25519_signature_is_refused() -> None:
    with pytest.raises(InvalidCheckpoint, match="64"):
        sign(HEAD, NAME, PUBLIC, lambda message: b"short")


def test_an_origin_with_a_line_break_cannot_be_signed() -> None:
    with pytest.raises(InvalidCheckpoint):
        sign(replace(HEAD, origin="a\nb"), "a\nb", PUBLIC, PRIVATE.sign)


def test_every_piece_of_a_verifier_key_is_needed() -> None:
    for start in range(len(NEUMANN_KEY)):
        for end in range(start + 1, len(NEUMANN_KEY) + 1):
            if (start, end) != (0, len(NEUMANN_KEY)):
                with pytest.raises(InvalidVerifierKey):
                    parse_verifier_key(NEUMANN_KEY[start:end])


@pytest.mark.parametrize("name", ["", "a b", "a\u2003b", "a\tb"])
def test_a_key_name_without_meaning_is_refused(name: str) -> None:
    with pytest.raises(InvalidVerifierKey, match="key name"):
        VerifierKey(name, PUBLIC)


def test_a_key_id_of_another_key_is_refused() -> None:
    with pytest.raises(InvalidVerifierKey, match="should be c74f20a3"):
        parse_verifier_key(NEUMANN_KEY.replace("c74f20a3", "c74f20a4"))


def test_a_history_gives_back_its_notes() -> None:
    notes = [signed(), signed(replace(HEAD, size=4))]
    assert decode_history(encode_history(notes)) == notes
    assert decode_history(b"") == []


@pytest.mark.parametrize("data", [encode_history([signed()])[:-2], b"\xff\x0c\n"])
def test_a_history_that_breaks_off_is_rejected(data: bytes) -> None:
    with pytest.raises(InvalidCheckpoint, match="history"):
        decode_history(data)


def proof(extra: bytes | None = None) -> TlogProof:
    hashes = [leaf_hash(body) for body in (b"a", b"b", b"c")]
    return TlogProof(1, tuple(inclusion_proof(1, 3, subtrees(hashes))), signed(), extra)


@pytest.mark.parametrize("extra", [None, b"", b"context"])
def test_a_proof_gives_back_itself_and_verifies(extra: bytes | None) -> None:
    again = parse_proof(proof(extra).encode())
    assert again == proof(extra)
    assert again.verify(leaf_hash(b"b"), [KEY], verify) == HEAD


def test_a_proof_is_laid_out_as_tlog_proof_says() -> None:
    first, second = (base64.b64encode(one).decode() for one in proof().hashes)
    assert proof(b"hi").encode() == (f"c2sp.org/tlog-proof@v1\nextra aGk=\nindex 1\n{first}\n{second}\n\n{signed()}")
    assert parse_proof(replace(proof(), hashes=()).encode()).hashes == ()


def test_a_proof_of_another_entry_is_rejected() -> None:
    with pytest.raises(InvalidProof, match="entry 1 "):
        proof().verify(leaf_hash(b"a"), [KEY], verify)
    with pytest.raises(InvalidProof, match="outside the tree"):
        replace(proof(), index=3).verify(leaf_hash(b"b"), [KEY], verify)


def test_a_proof_with_an_unsigned_checkpoint_is_rejected() -> None:
    with pytest.raises(InvalidCheckpoint):
        replace(proof(), note=signed().replace("\n3\n", "\n4\n")).verify(leaf_hash(b"b"), [KEY], verify)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tlog-proof@v1", "tlog-proof@v2"),
        ("index 1", "index 01"),
        ("index 1", "index -1"),
        ("index 1", "index"),
        ("index 1\n", ""),
        ("index 1\n", "index 1\nAAAA\n"),
        ("index 1\n", "extra !\nindex 1\n"),
        ("\n\n", "\n"),
    ],
)
def test_what_is_not_a_proof_is_rejected(old: str, new: str) -> None:
    with pytest.raises(InvalidProof):
        parse_proof(proof().encode().replace(old, new))
