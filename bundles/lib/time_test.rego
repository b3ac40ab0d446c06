package plimsoll.lib.time_test

import data.plimsoll.lib.time as times

test_days_are_whole_and_rounded_down if {
	times.days_between("2026-01-01T00:00:00Z", "2026-01-31T00:00:00Z") == {"ok": true, "value": 30}
	times.days_between("2026-01-01T00:00:01Z", "2026-01-31T00:00:00Z") == {"ok": true, "value": 29}
	times.days_between("2024-02-28T12:00:00.5Z", "2024-03-01T12:00:00.5Z") == {"ok": true, "value": 2}
}

test_days_backwards_are_negative if {
	times.days_between("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z") == {"ok": true, "value": -1}
}

test_no_time_is_not_ok if {
	every bad in ["", "yesterday", "2026-01-01", null, 5] {
		times.days_between(bad, "2026-01-01T00:00:00Z") == {"ok": false, "value": 0}
		times.days_between("2026-01-01T00:00:00Z", bad) == {"ok": false, "value": 0}
	}
}

test_date_lasts_until_its_end if {
	not times.is_after_date("2026-04-30T23:59:59Z", "2026-04-30")
	times.is_after_date("2026-05-01T00:00:00Z", "2026-04-30")
	not times.is_after_date("2025-12-31T00:00:00Z", "2026-04-30")
}
