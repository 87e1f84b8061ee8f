"""Our pipeline against the floor and against what else a user would write.

The modules that run beside the bench are started from here, so this file brings nothing along.
"""
