package plimsoll.lib.versions_test

import data.plimsoll.lib.versions

test_compare if {
	versions.compare("20.10.24", "23.0.0") == {"ok": true, "value": -1}
	versions.compare("28.0.0", "28.0.0+build.1") == {"ok": true, "value": 0}
	versions.compare("28.0.0", "28.0.0-rc.1") == {"ok": true, "value": 1}
}

test_what_is_no_version_is_not_ok if {
	every bad in ["", "28", "17.03.2-ce", "2:1.1.1n-0+deb11u5", null, 28] {
		versions.compare(bad, "28.0.0") == {"ok": false, "value": 0}
		versions.compare("28.0.0", bad) == {"ok": false, "value": 0}
	}
}

test_release_line if {
	versions.release_line("28.2.2+ds1", 1) == "28"
	versions.release_line("20.10.24-1~deb12", 2) == "20.10"
	versions.release_line("29", 2) == "29"
}
