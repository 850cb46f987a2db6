"""What the site's server loads: the product's WSGI application, in a process that dies with its parent.

The server's own parent process watches its workers; a parent that is killed cannot. A worker left behind would
go on answering on the old port.
"""

from __future__ import annotations

import ctypes
import signal

from chungtay.web.wsgi import application
from ops.spawn import PR_SET_PDEATHSIG

__all__ = ["application"]

ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
