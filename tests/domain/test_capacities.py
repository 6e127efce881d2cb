"""What is read from the claims of the provider: who somebody is and in which roles; what is misspelt gives nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sluis.config.identity import roles
from sluis.domain.access import WORK, Role
from sluis.domain.capacities import Claimed, read_claims

ROLES = {"SluisGebruiker-validator": Role.VALIDATOR, "SluisGebruiker-coordinator": Role.COORDINATOR}
GOOD = "SluisGebruiker-validator:OVO999001"


def read(**claims: object) -> Claimed:
    said = {"sub": "s", "vo_id": "v", "vo_doelgroepcode": "GID", **claims}
    return read_claims(said, issuer="i", role_claim="sluis_rol_3d", roles=ROLES)


class TestRoles:
    @pytest.mark.parametrize("value", [GOOD, [GOOD], [GOOD, GOOD], [None, 3, GOOD, {}, "x"]])
    def test_a_role_is_read_from_one_text_or_a_list(self, value: object) -> None:
        assert set(read(sluis_rol_3d=value).roles) == {("OVO999001", Role.VALIDATOR)}

    @pytest.mark.parametrize(
        "value",
        [
            "SluisGebruiker-validator", "SluisGebruiker-validator:", ":OVO999001", "SluisGebruiker:OVO999001",
            "SluisGebruiker-Validator:OVO999001", " SluisGebruiker-validator:OVO999001", f"{GOOD} ", f"{GOOD}\n",
            "SluisGebruiker-validator:OVO999001:OVO999002", "SluisGebruiker-validator:85000000039", {"a": GOOD},
            GOOD.encode(),
        ],
    )  # fmt: skip
    def test_what_is_misspelt_gives_no_role(self, value: object) -> None:
        assert not read(sluis_rol_3d=value).roles

    @given(some.recursive(some.none() | some.booleans() | some.integers() | some.text(), some.lists, max_leaves=5))
    def test_whatever_comes_is_read_without_an_error_and_gives_no_role(self, value: object) -> None:
        claimed = read(sluis_rol_3d=value, vo_orgcode=value, vo_doelgroepcode=value, vo_id=value, given_name=value)
        assert not claimed.roles
        assert not claimed.kinds
        assert (claimed.name + claimed.person).isprintable()

    @given(some.text(max_size=40), some.text(max_size=40))
    def test_a_role_has_to_be_one_of_ours_to_the_letter(self, role: str, code: str) -> None:
        for code_read, role_read in read(sluis_rol_3d=[f"{role}:{code}"]).roles:
            assert (role, code) == ("SluisGebruiker-" + role_read, code_read)

    def test_the_file_of_the_program_gives_every_role_that_somebody_can_have(self) -> None:
        assert set(roles("").values()) == {role for places in WORK.values() for _, role in places}


class TestTargetGroups:
    @pytest.mark.parametrize(
        ("group", "kinds"),
        [
            ("GID", {"agency", "supervisor"}),
            ("LB", {"nis"}),
            ("BUR", set()),
            ("EA", set()),
            (None, set()),
            ("lb", set()),
        ],
    )
    def test_each_stands_for_kinds_of_party(self, group: object, kinds: set[str]) -> None:
        assert set(read(vo_doelgroepcode=group).kinds) == kinds


class TestWho:
    def test_the_identifier_of_the_account_comes_before_that_of_the_log_in(self) -> None:
        assert read().person == read().subject == "v"
        assert read(vo_id=None).person == "s"

    @pytest.mark.parametrize("value", ["", " v", "v\n", "v\x00", "v" * 201, 7, ["v"]])
    def test_an_identifier_that_cannot_be_kept_as_it_is_is_none(self, value: object) -> None:
        assert read(vo_id=value, sub=value).person == ""

    def test_the_name_is_that_of_the_person_and_never_their_number(self) -> None:
        assert read(given_name="An", family_name="Voorbeeld", vo_orgnaam="Org").name == "An Voorbeeld"
        assert read(name="An V.").name == "An V."
        assert read(vo_orgnaam="Org").name == "v"
        assert read(given_name="85.00.00-000.39").name == "v"

    def test_a_person_s_number_is_not_looked_at_and_is_no_organisation(self) -> None:
        assert "85000000039" not in repr(read(rrn="85000000039", vo_orgcode="85000000039"))

    def test_the_organisations_that_were_named_are_told_once(self) -> None:
        said = read(vo_orgcode="OVO999001", sluis_rol_3d=[GOOD, "Other-x:OVO999002"])
        assert said.organisations == ("OVO999001", "OVO999002")
