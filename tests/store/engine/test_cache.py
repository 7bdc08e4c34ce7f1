from kneeapp.store.engine.cache import Cache


def test_values_hold_for_one_owner_in_one_state() -> None:
    cache = Cache()
    cache.values(("anna",), 1)["verdict"] = "helps"
    assert cache.values(("anna",), 1) == {"verdict": "helps"}
    assert cache.values(("ben",), 1) == {}
    assert cache.values(("anna",), 2) == {}
    assert cache.values(("anna",), 1) == {}, "a state that was left does not come back"


def test_who_still_reads_in_an_older_state_adds_nothing_to_the_newer_one() -> None:
    cache = Cache()
    older = cache.values(("anna",), 1)
    cache.values(("anna",), 2)
    older["verdict"] = "helps"
    assert cache.values(("anna",), 2) == {}


def test_the_owner_not_used_for_longest_gives_way() -> None:
    cache = Cache(most=2)
    for owner in ("anna", "ben"):
        cache.values((owner,), 1)["of"] = owner
    assert cache.values(("anna",), 1)
    cache.values(("carl",), 1)
    assert cache.values(("anna",), 1) == {"of": "anna"}
    assert cache.values(("ben",), 1) == {}


def test_nothing_is_kept_once_it_is_cleared() -> None:
    cache = Cache()
    cache.values(("anna",), 1)["verdict"] = "helps"
    cache.clear()
    assert cache.values(("anna",), 1) == {}


def test_what_was_made_for_somebody_is_forgotten_and_nothing_else() -> None:
    cache = Cache()
    for record in ("anna's", "ben's"):
        for reader in ("a clinician", "another"):
            cache.values((record, reader), 1)["seen"] = True
    cache.forget("a clinician")
    assert (
        cache.values(("anna's", "a clinician"), 1)
        == cache.values(("ben's", "a clinician"), 1)
        == {}
    )
    assert cache.values(("anna's", "another"), 1) == {"seen": True}
