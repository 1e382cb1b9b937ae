"""What a save survives: kills, power cuts, damaged bytes, failing disks, other windows.

Each check is a plain function of an empty folder, so that `mutants.py` can take a safety step out
of the store and see that a check fails.
"""
