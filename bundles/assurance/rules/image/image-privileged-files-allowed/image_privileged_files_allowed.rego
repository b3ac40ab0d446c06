# METADATA
# title: Files give their caller rights of another only where that is meant
# description: |
#   A program with setuid, setgid or capabilities runs with rights that its caller lacks, and is the usual way from a
#   user to root inside a container. What distributions bring is allowed; who needs none of it empties the list.
# related_resources:
# - ref: https://man7.org/linux/man-pages/man7/capabilities.7.html
# custom:
#   severity: medium
#   kind: image
#   needs: [privilegedFiles]
#   message:
#     setuid: "{name} holds {path}, which runs as user {owner} whoever calls it, and allowedPrivilegedFiles does not name it"
#     setgid: "{name} holds {path}, which runs in group {owner} whoever calls it, and allowedPrivilegedFiles does not name it"
#     capabilities: "{name} holds {path} with {capabilities}, and allowedPrivilegedFiles does not name it"
#   remediation: Take the bit or capability off in the Dockerfile, or leave the program out.
#   parameters:
#     allowedPrivilegedFiles:
#       title: "Files that may have setuid, setgid or capabilities, as globs; ** goes past slashes"
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default:
#         - usr/bin/chage
#         - usr/bin/chfn
#         - usr/bin/chsh
#         - usr/bin/expiry
#         - usr/bin/gpasswd
#         - usr/bin/mount
#         - usr/bin/newgidmap
#         - usr/bin/newgrp
#         - usr/bin/newuidmap
#         - usr/bin/passwd
#         - usr/bin/ping
#         - usr/bin/su
#         - usr/bin/sudo
#         - usr/bin/umount
#         - usr/bin/wall
#         - usr/bin/write
#         - bin/mount
#         - bin/ping
#         - bin/su
#         - bin/umount
#         - bin/bbsuid
#         - usr/sbin/mount.nfs
#         - usr/sbin/pam_timestamp_check
#         - usr/sbin/unix_chkpwd
#         - usr/sbin/usernetctl
#         - sbin/mount.nfs
#         - sbin/pam_timestamp_check
#         - sbin/unix_chkpwd
#         - sbin/usernetctl
#         - usr/lib/dbus-1.0/dbus-daemon-launch-helper
#         - usr/lib/openssh/ssh-keysign
#         - usr/libexec/openssh/ssh-keysign
#         - usr/libexec/dbus-1/dbus-daemon-launch-helper
#       direction: more-is-looser
#   fixes:
#     dockerfile: RUN chmod u-s,g-s /usr/local/bin/tool
#   aliases:
#     dockle: CIS-DI-0008
package plimsoll.rules.image.image_privileged_files_allowed

import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-privileged-files-allowed"]

violations contains result.part(image, file.path, {"pointer": "/privilegedFiles"}, args) if {
	some image in input.resources
	some file in image.privilegedFiles
	not globs.is_any_path(_params.allowedPrivilegedFiles, file.path)
	args := _args(file)
}

_args(file) := {"code": "setuid", "path": file.path, "owner": file.uid} if {
	file.setuid == true
} else := {"code": "setgid", "path": file.path, "owner": file.gid} if {
	file.setgid == true
} else := {"code": "capabilities", "path": file.path, "capabilities": file.capabilities}
