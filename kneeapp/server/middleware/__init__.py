"""What kneeapp's server does around Streamlit's, one small ASGI middleware a purpose."""
