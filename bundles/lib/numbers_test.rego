package plimsoll.lib.numbers_test

import data.plimsoll.lib.numbers

test_parse if {
	numbers.parse("42") == {"ok": true, "value": 42}
	numbers.parse("-1") == {"ok": true, "value": -1}
}

test_what_spells_no_number_is_not_ok if {
	every bad in ["", "1.2.3", "ten", null, true, [], 7] {
		numbers.parse(bad) == {"ok": false, "value": 0}
	}
}
