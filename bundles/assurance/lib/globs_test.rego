package plimsoll.lib.globs_test

import data.plimsoll.lib.globs

test_names if {
	every case in [["openssl", "openssl"], ["lib*", "libc6"], ["*ssh*", "a/openssh.server"], ["a?", "ab"], ["{a,b}", "b"]] {
		globs.is_name(case[0], case[1])
		globs.is_any_name(["none", case[0]], case[1])
	}
	every case in [["openssl", "openssl-dev"], ["lib*", "glibc"], ["a.b", "axb"]] {
		not globs.is_name(case[0], case[1])
	}
	not globs.is_any_name([], "a")
}

test_paths if {
	every case in [["usr/bin/su", "usr/bin/su"], ["/usr/bin/su", "usr/bin/su"], ["usr/bin/*", "/usr/bin/su"], ["opt/**", "opt/a/b"]] {
		globs.is_any_path(["none", case[0]], case[1])
	}
	every case in [["usr/bin", "usr/bin/su"], ["usr/*", "usr/bin/su"], ["opt/**", "srv/opt/a"]] {
		not globs.is_any_path([case[0]], case[1])
	}
}
