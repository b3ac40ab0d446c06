package plimsoll.lib.capabilities_test

import data.plimsoll.lib.capabilities

test_added_by_name_even_where_dropped if {
	capabilities.is_added({"capAdd": ["SYS_ADMIN"], "capDrop": []}, "SYS_ADMIN")
	capabilities.is_added({"capAdd": ["SYS_ADMIN"], "capDrop": ["ALL"]}, "SYS_ADMIN")
	capabilities.is_added({"capAdd": ["SYS_ADMIN"], "capDrop": ["SYS_ADMIN"]}, "SYS_ADMIN")
}

test_added_by_all_unless_dropped if {
	capabilities.is_added({"capAdd": ["ALL"], "capDrop": []}, "SYS_ADMIN")
	not capabilities.is_added({"capAdd": ["ALL"], "capDrop": ["SYS_ADMIN"]}, "SYS_ADMIN")
}

test_not_added if not capabilities.is_added({"capAdd": ["CHOWN"], "capDrop": ["ALL"]}, "SYS_ADMIN")

test_defaults_are_fourteen if count(capabilities.defaults) == 14
