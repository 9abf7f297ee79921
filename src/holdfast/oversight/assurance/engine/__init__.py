"""What each verdict means: plain Python, no Django, no database and no clock on the wall.

facts + numbers → clocks (one module for each kind of obligation) → a verdict at any instant (`comparison`) →
figures for an obligation (`summary`) → sentences for people (`explanation`).

Start with `clocks` for the columns, `kinds` for the list of kinds. These readings hold for every kind:

* A date alone begins with the first instant of its day in London and ends with the last. What *limits* (a limit, the
  end of an excuse, `until`, `as_at`) is read at its end; what *happens* (start, done, ended, `from`) at its beginning.
  So a thing done "on 3 March" counts from the first minute of 3 March and is in time for any limit on that day, and
  "as at 3 March" knows everything of that day.
* Exactly at a limit is in time, and “due soon” begins exactly where the warning does.
* The time allowed, a quarter of which is the default warning, runs from where the clock's time is counted (start, last
  done, the item's `from` …) to the limit, in real hours.
* What has not begun as at that instant does not exist: it is not applicable, whatever else is known, excused or unset.
* What has ended is not applicable either, excused or not: nothing is owed that could be excused.
* A number is needed only where the verdict turns on it: a thing that is not applicable, or excused, or a record that
  is complete, is not unset.
* An excuse needs an authority and a reason; a blank one excuses nothing.
* Corrected facts make new clocks: as-at tells what was true by what is known now. What was known then is kept by the
  daily snapshots, not by the engine.
"""
