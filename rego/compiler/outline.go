package main

import (
	"context"
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// moduleOutline is what a module shows without being compiled: enough for a catalogue and for a lint of its form.
type moduleOutline struct {
	// Package is dotted and without `data.`.
	Package     string             `json:"package"`
	Row         int                `json:"row"`
	Annotations []*ast.Annotations `json:"annotations"`
	Rules       []ruleOutline      `json:"rules"`
	// Data are the documents the module refers to, dotted and without `data.`, up to the first part that is no name.
	Data []place `json:"data"`
	// Calls are the functions called, those of the module itself with their full name.
	Calls []callOutline `json:"calls"`
	// Facts are the dotted facts of resources that the module reads, through its own helpers and those of libraries.
	Facts []place `json:"facts"`
	// Loops are rules that go over all resources, with how often.
	Loops []loopOutline `json:"loops"`
}

type ruleOutline struct {
	Name string `json:"name"`
	Row  int    `json:"row"`
	// Form is set, object, function or value.
	Form string `json:"form"`
	// Documented is true where METADATA stands above the rule.
	Documented bool `json:"documented"`
}

type place struct {
	Name   string `json:"name"`
	File   string `json:"file"`
	Row    int    `json:"row"`
	Column int    `json:"column"`
}

type callOutline struct {
	place
	// Constant is true where the first argument is a literal.
	Constant bool `json:"constant"`
}

type loopOutline struct {
	place
	Times int `json:"times"`
}

// outline reads annotations and form of every module.
func outline(_ context.Context, _ *request, s *session) (*response, error) {
	all := newProgram(s)
	out := &response{Outlines: map[string]*moduleOutline{}}
	for _, name := range s.names {
		out.Outlines[name] = outlineModule(all, s.modules[name])
	}
	return out, nil
}

func outlineModule(all *program, m *ast.Module) *moduleOutline {
	o := &moduleOutline{
		Package:     dotted(m.Package.Path),
		Row:         m.Package.Location.Row,
		Annotations: m.Annotations,
		Rules:       []ruleOutline{},
	}
	if o.Annotations == nil {
		o.Annotations = []*ast.Annotations{}
	}
	for _, r := range m.Rules {
		o.Rules = append(o.Rules, outlineRule(r))
	}
	o.Data, o.Calls = references(all, m)
	o.Facts = all.facts(m)
	o.Loops = all.loops(m)
	return o
}

func outlineRule(r *ast.Rule) ruleOutline {
	out := ruleOutline{Name: r.Head.Ref().String(), Row: r.Location.Row, Form: "value", Documented: len(r.Annotations) > 0}
	switch {
	case len(r.Head.Args) > 0:
		out.Form = "function"
	case r.Head.RuleKind() == ast.MultiValue:
		out.Form = "set"
	case len(r.Head.Ref()) > 1 && !r.Head.Ref().IsGround():
		out.Form = "object"
	}
	if _, ok := r.Head.Ref()[0].Value.(ast.Var); ok {
		out.Name = string(r.Head.Ref()[0].Value.(ast.Var))
	}
	return out
}

// references lists documents and functions that a module names, in order of place.
func references(all *program, m *ast.Module) (documents []place, calls []callOutline) {
	documents, calls = []place{}, []callOutline{}
	addRef := func(ref ast.Ref, at *ast.Location) {
		full := all.resolve(m, ref)
		if len(full) == 0 || !full[0].Equal(ast.DefaultRootDocument) {
			return
		}
		documents = append(documents, placeOf(dotted(full), at))
	}
	addCall := func(operator *ast.Term, arguments []*ast.Term) {
		ref, ok := operator.Value.(ast.Ref)
		if !ok {
			return
		}
		full := all.resolve(m, ref)
		constant := len(arguments) > 0 && isLiteral(arguments[0])
		calls = append(calls, callOutline{place: placeOf(dottedName(full), operator.Location), Constant: constant})
	}
	for _, i := range m.Imports {
		if ref, ok := i.Path.Value.(ast.Ref); ok {
			addRef(ref, i.Location)
		}
	}
	visitor := ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case *ast.Import, *ast.Package:
			return true
		case *ast.Expr:
			if terms, ok := x.Terms.([]*ast.Term); ok && x.IsCall() {
				addCall(terms[0], terms[1:])
			}
		case *ast.Term:
			switch v := x.Value.(type) {
			case ast.Ref:
				addRef(v, x.Location)
			case ast.Call:
				addCall(v[0], v[1:])
			}
		}
		return false
	})
	for _, r := range m.Rules {
		visitor.Walk(r)
	}
	sort.SliceStable(documents, func(i, j int) bool { return documents[i].before(documents[j]) })
	sort.SliceStable(calls, func(i, j int) bool { return calls[i].before(calls[j].place) })
	return documents, calls
}

func isLiteral(t *ast.Term) bool {
	switch t.Value.(type) {
	case ast.String, ast.Number, ast.Boolean, ast.Null:
		return true
	}
	return false
}

func (p place) before(q place) bool {
	if p.File != q.File {
		return p.File < q.File
	}
	if p.Row != q.Row {
		return p.Row < q.Row
	}
	if p.Column != q.Column {
		return p.Column < q.Column
	}
	return p.Name < q.Name
}

func placeOf(name string, at *ast.Location) place {
	if at == nil {
		return place{Name: name}
	}
	return place{Name: name, File: at.File, Row: at.Row, Column: at.Col}
}

// dotted gives the names of a reference below its root, up to the first part that is not a constant name.
func dotted(ref ast.Ref) string {
	var names []string
	for _, t := range ref[1:] {
		name, ok := t.Value.(ast.String)
		if !ok {
			break
		}
		names = append(names, string(name))
	}
	return strings.Join(names, ".")
}

// dottedName is the name of a function as it is called: `data.a.b.f` or the name of a built-in.
func dottedName(ref ast.Ref) string {
	if ref[0].Equal(ast.DefaultRootDocument) {
		return "data." + dotted(ref)
	}
	if below := dotted(ref); below != "" {
		return strings.Trim(ref[0].String(), `"`) + "." + below
	}
	return strings.Trim(ref[0].String(), `"`)
}
