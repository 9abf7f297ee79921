"""One tracker for all actions: who does what by when, with what proof, checked by whom, and the plans they stand in."""
