package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/util"
)

// session is one request with its modules parsed.
type session struct {
	capabilities *ast.Capabilities
	data         map[string]any
	// names of modules, sorted
	names   []string
	modules map[string]*ast.Module
	bundle  *bundle.Bundle
	// printing is true where print says something; elsewhere it is erased.
	printing bool
}

// allowPrint lets modules print, which the policy itself never does: print is compiled into a built-in of its own.
func (s *session) allowPrint() {
	allowed := *s.capabilities
	allowed.Builtins = append(append([]*ast.Builtin{}, allowed.Builtins...), ast.InternalPrint)
	s.capabilities = &allowed
	s.printing = true
}

func open(r *request) (*session, error) {
	s := &session{
		capabilities: ast.CapabilitiesForThisVersion(),
		data:         map[string]any{},
		names:        util.KeysSorted(r.Modules),
		modules:      map[string]*ast.Module{},
	}
	if len(r.Capabilities) > 0 {
		c, err := ast.LoadCapabilitiesJSON(bytes.NewReader(r.Capabilities))
		if err != nil {
			return nil, fmt.Errorf("capabilities: %w", err)
		}
		s.capabilities = c
	}
	if len(r.Data) > 0 {
		if err := util.Unmarshal(r.Data, &s.data); err != nil {
			return nil, fmt.Errorf("data: %w", err)
		}
	}
	s.bundle = &bundle.Bundle{Data: s.data}
	s.bundle.SetRegoVersion(ast.RegoV1)
	s.bundle.Manifest.Init()
	return s, s.parse(r.Modules)
}

// parse reads all modules and reports the faults of all of them at once.
func (s *session) parse(texts map[string]string) error {
	options := ast.ParserOptions{Capabilities: s.capabilities, ProcessAnnotation: true, RegoVersion: ast.RegoV1}
	var faults ast.Errors
	for _, name := range s.names {
		m, err := ast.ParseModuleWithOpts(name, texts[name], options)
		if err != nil {
			faults = append(faults, parseFaults(name, err)...)
			continue
		}
		if m == nil { // only blanks and comments
			faults = append(faults, parseFaults(name, errors.New("empty module"))...)
			continue
		}
		s.modules[name] = m
		s.bundle.Modules = append(s.bundle.Modules, bundle.ModuleFile{
			URL: name, Path: name, Raw: []byte(texts[name]), Parsed: m,
		})
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

func parseFaults(name string, err error) ast.Errors {
	var many ast.Errors
	if errors.As(err, &many) {
		return many
	}
	return ast.Errors{{
		Code: ast.ParseErr, Message: err.Error(), Location: &ast.Location{File: name, Row: 1, Col: 1},
	}}
}

// conflict reports whether a rule at this path would be shadowed by data.
func (s *session) conflict(path []string) (bool, error) {
	node := any(s.data)
	for _, key := range path {
		object, ok := node.(map[string]any)
		if !ok {
			return true, nil
		}
		if node, ok = object[key]; !ok {
			return false, nil
		}
	}
	return len(path) > 0, nil
}

// compiler compiles the modules of the session for checking or evaluation.
func (s *session) compiler(r *request) (*ast.Compiler, error) {
	c := ast.NewCompiler().WithCapabilities(s.capabilities).WithStrict(r.Strict).WithEnablePrintStatements(s.printing).
		WithUseTypeCheckAnnotations(true).SetErrorLimit(0)
	if len(s.data) > 0 {
		c = c.WithPathConflictsCheck(s.conflict)
	}
	if r.Schema != nil {
		set := ast.NewSchemaSet()
		set.Put(ast.SchemaRootRef, r.Schema)
		c = c.WithSchemas(set)
	}
	if c.Compile(s.modules); c.Failed() {
		return nil, c.Errors
	}
	return c, nil
}

// check compiles the modules without building anything.
func check(_ context.Context, r *request, s *session) (*response, error) {
	_, err := s.compiler(r)
	return &response{}, err
}

// formatModules gives every module as OPA's formatter writes it.
func formatModules(r *request) (*response, error) {
	out := &response{Formatted: map[string]string{}}
	options := format.Opts{RegoVersion: ast.RegoV1, ParserOptions: &ast.ParserOptions{RegoVersion: ast.RegoV1}}
	var faults ast.Errors
	for _, name := range util.KeysSorted(r.Modules) {
		text, err := format.SourceWithOpts(name, []byte(r.Modules[name]), options)
		if err != nil {
			faults = append(faults, parseFaults(name, err)...)
			continue
		}
		out.Formatted[name] = string(text)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return out, nil
}
