"""The TypeScript types that the browser code is checked against are those of the Python models."""

from tools import payload_types


def test_the_types_are_those_of_todays_models():
    again = "out of date: run `python -m tools.payload_types`"
    assert payload_types.FILE.read_text(encoding="utf-8") == payload_types.types(), again


def test_what_may_be_missing_is_optional():
    text = payload_types.types()
    assert "  plan?: PlayerPlan | null;\n" in text
    assert "  server_ms: number;\n" in text
