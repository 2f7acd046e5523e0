"""Pieces that pages are made of: fields, buttons, banners, pickers."""
