"""Phone pairing on My data: pair a phone of the local network, list and remove paired ones."""

import streamlit as st

from kneeapp import phone_listener
from kneeapp.access import Mode
from kneeapp.phone_listener import line
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.qr import qr_code


def pairing_controls(context: RecordContext) -> None:
    """Pair a phone, and list the paired ones with a button to remove each."""
    if context.mode is not Mode.PERSONAL:
        return
    st.header("Your phone")
    if not line.host:
        st.write(
            "To go on with this record on your phone, stop kneeapp and start it again with "
            "`kneeapp --phone`."
        )
        return
    if line.is_asked(st.context.headers.get("Host", "")):
        st.write("This phone is let in until kneeapp stops on the computer.")
    elif st.button("Let a phone in", icon=":material/qr_code_2:"):
        _show_code(context)
    _list_devices(context)


@st.dialog("Let a phone in")
def _show_code(context: RecordContext) -> None:
    address = line.address(context.now)
    qr_code(address, label="Code that opens this record on your phone")
    st.write("Scan this with your phone's camera within two minutes. It works once.")
    st.code(address, language=None, wrap_lines=True)
    st.caption(phone_listener.ABOUT)


def _list_devices(context: RecordContext) -> None:
    for device in line.pairings.devices():
        with st.container(horizontal=True, vertical_alignment="center"):
            since = device.paired_at.astimezone(context.zone)
            st.write(f"{device.name}, let in at {since:%H:%M}")
            if st.button("Send away", key=f"send_away_{device.id}"):
                line.pairings.revoke(device.id)
                st.rerun()
