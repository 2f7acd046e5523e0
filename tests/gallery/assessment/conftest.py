"""Tests of control share the bench of casework."""

from tests.gallery.casework.conftest import bench, made_bench

__all__ = ["bench", "made_bench"]
