"""QR codes on a page."""

from html import escape

import segno
import streamlit as st


def qr_code(text: str, *, label: str) -> None:
    """`text` as a QR code; black on white in every theme, because cameras need the contrast."""
    source = segno.make(text, error="m").svg_data_uri(scale=8, light="#fff")
    st.html(f'<img alt="{escape(label)}" src="{source}" style="width: min(100%, 18rem)">')
