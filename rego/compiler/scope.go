package main

import "github.com/open-policy-agent/opa/v1/ast"

// scope holds the variables of one body. A comprehension sees those around it.
type scope struct {
	around *scope
	vars   map[ast.Var]shapes
}

// find gives the scope that declares a variable; one that none declares belongs to the outermost.
func (s *scope) find(v ast.Var) *scope {
	for s.vars[v] == nil && s.around != nil {
		s = s.around
	}
	return s
}

func (s *scope) size() int {
	n := 0
	for ; s != nil; s = s.around {
		for _, known := range s.vars {
			n += len(known)
		}
	}
	return n
}

// inner goes over a body in a scope of its own and then computes in it.
func (f *frame) inner(declared []*ast.Term, over shapes, body ast.Body, compute func()) {
	around := f.scope
	f.scope = &scope{around: around, vars: map[ast.Var]shapes{}}
	f.declare(body)
	for _, pattern := range declared {
		f.declareTerm(pattern)
		f.bind(pattern, over)
	}
	f.body(body)
	compute()
	f.scope = around
}

// declare makes room for what a body names with `some` and `:=`.
func (f *frame) declare(body ast.Body) {
	for _, e := range body {
		switch terms := e.Terms.(type) {
		case *ast.SomeDecl:
			for _, symbol := range terms.Symbols {
				in, ok := symbol.Value.(ast.Call)
				if !ok {
					f.declareTerm(symbol)
					continue
				}
				for _, pattern := range in[1 : len(in)-1] {
					f.declareTerm(pattern)
				}
			}
		case []*ast.Term:
			if e.IsAssignment() {
				f.declareTerm(terms[1])
			}
		}
	}
}

func (f *frame) declareTerm(pattern *ast.Term) {
	ast.WalkVars(pattern, func(v ast.Var) bool {
		if f.scope.vars[v] == nil {
			f.scope.vars[v] = shapes{}
		}
		return false
	})
}
