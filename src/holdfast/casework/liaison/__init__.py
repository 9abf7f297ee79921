"""Police, RIDDOR, NHS England and other outside bodies, as far as a case concerns them."""
