"""The server that the kneeapp command runs around Streamlit's."""
