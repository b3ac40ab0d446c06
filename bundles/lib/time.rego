# METADATA
# description: Times of the document (RFC 3339 in UTC). Rules compare instants through this module only.
package plimsoll.lib.time

# METADATA
# description: |
#   Whole days from one instant to a later one, as {"ok", "value"}; ok is false where either is no RFC 3339 time.
#   Days are all that is offered: nanoseconds do not fit a number exactly.
days_between(from, to) := {"ok": true, "value": floor((_nanoseconds(to) - _nanoseconds(from)) / 86400000000000)}

default days_between(_, _) := {"ok": false, "value": 0}

# METADATA
# description: Whether an instant lies after a date ("2026-04-30"), of which the whole day still counts as before.
is_after_date(instant, date) if substring(instant, 0, 10) > date

_nanoseconds(instant) := time.parse_rfc3339_ns(instant)
