# METADATA
# description: Kernel capabilities as engines compute them. Names are upper case without CAP_, as in the document.
# related_resources:
# - ref: https://man7.org/linux/man-pages/man7/capabilities.7.html
package plimsoll.lib.capabilities

# METADATA
# description: What a container holds without asking, unless it drops it.
defaults := {
	"AUDIT_WRITE",
	"CHOWN",
	"DAC_OVERRIDE",
	"FOWNER",
	"FSETID",
	"KILL",
	"MKNOD",
	"NET_BIND_SERVICE",
	"NET_RAW",
	"SETFCAP",
	"SETGID",
	"SETPCAP",
	"SETUID",
	"SYS_CHROOT",
}

# METADATA
# description: |
#   Whether the container was given the capability beyond the defaults: by name (which wins over a drop), or by ALL
#   without dropping it. Privileged containers hold everything and are the subject of a rule of their own.
is_added(container, capability) if capability in container.capAdd

is_added(container, capability) if {
	"ALL" in container.capAdd
	not capability in container.capDrop
}
