package main

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

// program finds rules by the full name under which modules call them.
type program struct {
	rules map[string][]*ast.Rule
	// local are names of rules by package.
	local map[string]map[ast.Var]bool
	// imports are paths by module and alias.
	imports map[*ast.Module]map[ast.Var]ast.Ref
}

func newProgram(s *session) *program {
	p := &program{
		rules:   map[string][]*ast.Rule{},
		local:   map[string]map[ast.Var]bool{},
		imports: map[*ast.Module]map[ast.Var]ast.Ref{},
	}
	for _, name := range s.names {
		p.add(s.modules[name])
	}
	return p
}

func (p *program) add(m *ast.Module) {
	pkg := m.Package.Path.String()
	if p.local[pkg] == nil {
		p.local[pkg] = map[ast.Var]bool{}
	}
	for _, r := range m.Rules {
		if name, ok := r.Head.Ref()[0].Value.(ast.Var); ok {
			p.local[pkg][name] = true
			full := "data." + dotted(m.Package.Path) + "." + string(name)
			p.rules[full] = append(p.rules[full], r)
		}
	}
	p.imports[m] = map[ast.Var]ast.Ref{}
	for _, i := range m.Imports {
		if ref, ok := i.Path.Value.(ast.Ref); ok {
			p.imports[m][i.Name()] = ref
		}
	}
}

// resolve gives a reference with its first part replaced by what it is imported from, or by its place in the package.
func (p *program) resolve(m *ast.Module, ref ast.Ref) ast.Ref {
	head, ok := ref[0].Value.(ast.Var)
	if !ok {
		return ref
	}
	if path, ok := p.imports[m][head]; ok {
		return append(append(ast.Ref{}, path...), ref[1:]...)
	}
	if p.local[m.Package.Path.String()][head] {
		full := append(append(ast.Ref{}, m.Package.Path...), ast.StringTerm(string(head)))
		return append(full, ref[1:]...)
	}
	return ref
}

// named gives the full name of the rule a reference stands for, and the parts after that name.
func (p *program) named(m *ast.Module, ref ast.Ref) (string, []*ast.Term) {
	full := p.resolve(m, ref)
	if !full[0].Equal(ast.DefaultRootDocument) {
		return "", nil
	}
	name := "data"
	for i, t := range full[1:] {
		part, ok := t.Value.(ast.String)
		if !ok {
			return "", nil
		}
		name += "." + string(part)
		if len(p.rules[name]) > 0 {
			return name, full[i+2:]
		}
	}
	return "", nil
}

// eachRule visits a rule and its else branches.
func eachRule(r *ast.Rule, visit func(*ast.Rule)) {
	for ; r != nil; r = r.Else {
		visit(r)
	}
}

// walkRule visits every reference in what a rule computes: its body and the key and value of its head. The bare name of
// a rule is a reference as well.
func walkRule(r *ast.Rule, visit func(ast.Ref)) {
	var visitor *ast.GenericVisitor
	visitor = ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case ast.Var:
			visit(ast.Ref{ast.NewTerm(x)})
		case ast.Ref:
			visit(x)
			for _, part := range x[1:] {
				visitor.Walk(part)
			}
			return true
		}
		return false
	})
	visitor.Walk(r.Body)
	for _, t := range []*ast.Term{r.Head.Key, r.Head.Value} {
		if t != nil {
			visitor.Walk(t)
		}
	}
}

// loops counts, for each rule, how often it goes over all resources: itself, or through something it names.
func (p *program) loops(m *ast.Module) []loopOutline {
	out := []loopOutline{}
	for _, r := range m.Rules {
		if times := p.passes(m, r); times > 0 {
			out = append(out, loopOutline{place: placeOf(r.Head.Ref().String(), r.Location), Times: times})
		}
	}
	return out
}

func (p *program) passes(m *ast.Module, r *ast.Rule) int {
	times := 0
	walkRule(r, func(ref ast.Ref) {
		if ref.HasPrefix(resources) {
			times++
		} else if name, _ := p.named(m, ref); name != "" && p.touches(name, map[string]bool{}) {
			times++
		}
	})
	if r.Else != nil {
		times = max(times, p.passes(m, r.Else))
	}
	return times
}

// resources is `input.resources`.
var resources = ast.Ref{ast.InputRootDocument, ast.StringTerm("resources")}

// touches tells whether a rule, or anything it names, goes over all resources.
func (p *program) touches(name string, seen map[string]bool) bool {
	if seen[name] {
		return false
	}
	seen[name] = true
	found := false
	for _, one := range p.rules[name] {
		m := one.Module
		eachRule(one, func(r *ast.Rule) {
			walkRule(r, func(ref ast.Ref) {
				other, _ := p.named(m, ref)
				found = found || ref.HasPrefix(resources) || other != "" && p.touches(other, seen)
			})
		})
	}
	return found
}
