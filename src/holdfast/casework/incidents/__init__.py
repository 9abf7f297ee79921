"""One incident from its report through triage and investigation to what was learnt."""
