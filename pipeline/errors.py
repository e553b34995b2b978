"""Errors a user meets: what, where and what to do, in one message.

Belongs here: the base of errors that are the user's to act on.
Does not belong here: faults of the program (those show themselves with a traceback).
"""

from __future__ import annotations


class UserError(Exception):
    """Something the user can put right; the message says how."""
