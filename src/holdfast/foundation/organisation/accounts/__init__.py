"""How people sign in: what Holdfast adds to django-allauth, whose settings are in config/accounts.py."""
