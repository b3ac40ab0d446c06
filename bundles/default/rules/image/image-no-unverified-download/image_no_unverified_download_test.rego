package plimsoll.rules.image.image_no_unverified_download_test

import data.plimsoll.rules.image.image_no_unverified_download as rule

_image(step) := {"resources": [{
	"target": 1,
	"key": "image",
	"history": [{"createdAt": null, "createdBy": step, "emptyLayer": false}],
}]}

test_fail_unverified if {
	every step in [
		"RUN /bin/sh -c curl -fsSL https://example.org/setup | bash - # buildkit",
		"/bin/sh -c wget -qO- https://example.org/setup | sudo sh",
		"RUN curl https://example.org/x|/bin/sh",
		"ADD https://example.org/app.tar.gz /opt/ # buildkit",
	] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"part": step,
			"location": {"pointer": "/history"},
			"args": {"step": step},
		}} with input as _image(step)
	}
}

test_fail_long_step_is_cut if {
	long := concat("", ["RUN curl https://example.org/x | sh && ", concat("", [c | some _ in numbers.range(1, 200); c := "x"])])
	{count(finding.part) | some finding in rule.violations} == {160} with input as _image(long)
}

test_pass_checked_or_other if {
	every step in [
		"ADD --checksum=sha256:00ff https://example.org/app.tar.gz /opt/ # buildkit",
		"RUN curl -O https://example.org/x && sha256sum -c x.sum && sh x",
		"RUN curl https://example.org/x | tar xz",
		"RUN curl https://example.org/x | sha256sum -c",
		"RUN cat a | sh",
		"/bin/sh -c #(nop) ADD file:00ff in / ",
		"COPY . /app # buildkit",
	] {
		rule.violations == set() with input as _image(step)
	}
}
