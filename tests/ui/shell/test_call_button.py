"""The button that calls a number."""

import pytest
from streamlit.testing.v1 import AppTest


def page(number: str, label: str) -> None:
    from kneeapp.ui.shell.call_button import call_button

    call_button(number, label, urgent=True)


@pytest.mark.parametrize(
    ("number", "dialled"),
    [("112", "112"), ("+44 (0)20 7946-0000", "+442079460000"), ('1"><script>', "1")],
)
def test_the_call_button_dials_exactly_the_given_number(number, dialled):
    app = AppTest.from_function(page, args=(number, "Call <us>")).run()
    [button] = app.get("html")
    assert button.proto.body == (f'<a class="call urgent" href="tel:{dialled}">Call &lt;us&gt;</a>')
