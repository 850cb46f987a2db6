"""The WSGI application that the site's server loads."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from chungtay.core.warm import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.web.settings")
application = get_wsgi_application()
warm_up()
