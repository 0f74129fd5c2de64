"""The rules themselves, one module per chapter of the catalogue, one small function a rule."""
