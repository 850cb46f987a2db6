"""What the site's server loads: the product's application behind its gateway, in a process that dies with its parent.

The server's own parent process watches its workers; a parent that is killed cannot. A worker left behind would
go on answering on the old port. The wish comes before the application, which takes a second to load.
"""

from __future__ import annotations

import multiprocessing
import signal

from ops.spawn import die_with_parent

_parent = multiprocessing.parent_process()
if _parent is not None and _parent.pid is not None:
    die_with_parent(signal.SIGKILL, _parent.pid)

from chungtay.web import wsgi  # noqa: E402 - see above
from ops.gateway import Gateway  # noqa: E402 - see above

THREADS = 16

application = Gateway(wsgi.application, threads=THREADS)
