package main

import (
	"encoding/json"
	"errors"
	"sort"

	"github.com/open-policy-agent/opa/v1/ast"
)

// request is what the host sends. Which fields count depends on the operation.
type request struct {
	Operation string `json:"operation"`
	// Modules are the texts of modules by name. Names and their order are part of the bytes of a built policy.
	Modules map[string]string `json:"modules"`
	Data    json.RawMessage   `json:"data"`
	// Entrypoints are paths such as plimsoll/entry/container/out, in the order they are to have in the policy.
	Entrypoints []string `json:"entrypoints"`
	// Capabilities limit the built-ins; absent means those of this OPA.
	Capabilities json.RawMessage `json:"capabilities"`
	// Schema is the JSON Schema of input.
	Schema any  `json:"schema"`
	Strict bool `json:"strict"`

	// Archive asks build for a bundle archive.
	Archive *archiveRequest `json:"archive"`

	// Cases are the evaluations asked for by evaluate.
	Cases []evaluation `json:"cases"`

	// Filter is a regular expression over names of tests, `data.package.test_name`.
	Filter   string `json:"filter"`
	Coverage bool   `json:"coverage"`
}

// archiveRequest describes the bundle archive to write.
type archiveRequest struct {
	Revision string         `json:"revision"`
	Roots    []string       `json:"roots"`
	Metadata map[string]any `json:"metadata"`
	// Files are further files by their path in the archive, with a leading slash.
	Files map[string]string `json:"files"`
}

// evaluation is one query over one input, with data laid over that of the request.
type evaluation struct {
	Query string          `json:"query"`
	Input json.RawMessage `json:"input"`
	Data  json.RawMessage `json:"data"`
}

// problem is one fault with its place. Row and column count from 1; 0 means unknown.
type problem struct {
	Code    string   `json:"code"`
	Message string   `json:"message"`
	File    string   `json:"file,omitempty"`
	Row     int      `json:"row,omitempty"`
	Column  int      `json:"column,omitempty"`
	Details []string `json:"details,omitempty"`
}

// response is the answer. Wasm and archive travel as base64.
type response struct {
	OK           bool                      `json:"ok"`
	Version      string                    `json:"version,omitempty"`
	Capabilities *ast.Capabilities         `json:"capabilities,omitempty"`
	Errors       []problem                 `json:"errors,omitempty"`
	Formatted    map[string]string         `json:"formatted,omitempty"`
	Outlines     map[string]*moduleOutline `json:"outlines,omitempty"`
	Wasm         []byte                    `json:"wasm,omitempty"`
	Archive      []byte                    `json:"archive,omitempty"`
	Entrypoints  []string                  `json:"entrypoints,omitempty"`
	Results      []evaluated               `json:"results,omitempty"`
	Tests        []testResult              `json:"tests,omitempty"`
	Coverage     map[string]fileCoverage   `json:"coverage,omitempty"`
}

// problems turns any error of OPA into a list sorted by place.
func problems(err error) []problem {
	var many ast.Errors
	var one *ast.Error
	switch {
	case errors.As(err, &many):
	case errors.As(err, &one):
		many = ast.Errors{one}
	default:
		return []problem{{Code: "rego_error", Message: err.Error()}}
	}
	out := make([]problem, 0, len(many))
	for _, e := range many {
		p := problem{Code: e.Code, Message: e.Message}
		if e.Location != nil {
			p.File, p.Row, p.Column = e.Location.File, e.Location.Row, e.Location.Col
		}
		if e.Details != nil {
			p.Details = e.Details.Lines()
		}
		out = append(out, p)
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if a.File != b.File {
			return a.File < b.File
		}
		if a.Row != b.Row {
			return a.Row < b.Row
		}
		return a.Column < b.Column
	})
	return out
}
