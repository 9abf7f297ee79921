"""One incident and all that followed: exhibits, searches, the bundle for the police, and the one page of the case."""
