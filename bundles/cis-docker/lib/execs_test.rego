package plimsoll.lib.execs_test

import data.plimsoll.lib.execs

_now := "2026-03-31T12:00:00Z"

test_within_the_days if {
	every at in ["2026-03-31T11:59:59Z", "2026-03-01T12:00:00Z", "2026-04-01T00:00:00Z"] {
		execs.is_recent({"at": at}, _now, 30)
	}
}

test_older if not execs.is_recent({"at": "2026-02-01T00:00:00Z"}, _now, 30)

test_time_not_known if {
	execs.is_recent({"at": null}, _now, 30)
	execs.is_recent({"at": "yesterday"}, _now, 30)
}
