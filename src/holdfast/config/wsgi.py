"""The web application for gunicorn."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.umask(0o077)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.config.settings")

application = get_wsgi_application()

# All that is loaded by now stays until the end. Unless it is told so, the garbage collector walks through it again and
# again, in the middle of some page, which then takes several times as long as the others.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
