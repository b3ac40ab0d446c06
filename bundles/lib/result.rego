# METADATA
# description: |
#   Shapes of what the four sets of a rule hold. A rule never builds them by hand and never returns the resource
#   itself.
package plimsoll.lib.result

# METADATA
# description: A violation of the whole resource. args fill the message and become evidence.
fail(resource, args) := {"target": resource.target, "key": resource.key, "args": args}

# METADATA
# description: |
#   A violation of one part of the resource. The part is a natural name that is unique in the resource (a path, a port,
#   a name), never an index, so that waivers and history keep hold of it. The location says where to look:
#   {"pointer": "/mounts/0"} or {"file": "/etc/passwd", "line": 3}.
part(resource, name, location, args) := {
	"target": resource.target,
	"key": resource.key,
	"part": name,
	"location": location,
	"args": args,
}

# METADATA
# description: The rule does not apply to the resource; the code names a template in the rule's reasons.
because(resource, code, args) := {"target": resource.target, "key": resource.key, "code": code, "args": args}

# METADATA
# description: A fact that is there but says that it could not be read; the code is one of the codes of missing facts.
unknown(resource, fact, code) := {"target": resource.target, "key": resource.key, "fact": fact, "code": code}

# METADATA
# description: A person has to decide; args fill the rule's question.
ask(resource, args) := {"target": resource.target, "key": resource.key, "args": args}
