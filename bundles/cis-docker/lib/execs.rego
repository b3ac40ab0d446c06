# METADATA
# description: Exec events of an engine, as the rules on privileged execs and on execs as root read them.
package plimsoll.lib.execs

import data.plimsoll.lib.time as times

# METADATA
# description: |
#   Whether an event lies within so many days before an instant. One whose time is not known counts: it cannot be shown to
#   be older.
is_recent(event, now, days) if {
	event.at != null
	age := times.days_between(event.at, now)
	age.ok == true
	age.value <= days
}

is_recent(event, now, _) if {
	event.at != null
	times.days_between(event.at, now).ok == false
}

is_recent(event, _, _) if event.at == null
