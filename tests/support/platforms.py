"""What some systems do not have, as marks that say why a test is skipped there."""

import os

import pytest

WINDOWS = os.name == "nt"
needs_file_modes = pytest.mark.skipif(
    WINDOWS, reason="Windows keeps no file modes: a record is as private as its folder"
)
needs_grep = pytest.mark.skipif(WINDOWS, reason="Windows has no grep")
