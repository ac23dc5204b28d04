"""What holds for every test: none asserts a time, Hypothesis's own deadline neither."""

from hypothesis import settings

settings.register_profile("kithmap", deadline=None)
settings.load_profile("kithmap")
