# METADATA
# description: Numbers in text. The built-in fails by making a finding disappear; this wrapper answers always.
package plimsoll.lib.numbers

# METADATA
# description: The number that a text spells, as {"ok", "value"}; ok is false and value 0 where it spells none.
parse(text) := {"ok": true, "value": to_number(text)} if is_string(text)

default parse(_) := {"ok": false, "value": 0}
