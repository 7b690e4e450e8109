"""Prints where the standard library is, and where installed packages are: one path a line."""

import sysconfig

paths = sysconfig.get_paths()
print(paths["stdlib"])
print(paths["purelib"])
