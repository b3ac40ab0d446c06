package main

import (
	"sort"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// tracker follows resources through variables, helpers and libraries and notes which facts are read.
type tracker struct {
	program *program
	reads   map[place]bool
	// known are results of helpers by name and shapes of arguments; it also ends recursion.
	known map[string]shapes
}

// frame is the evaluation of one rule.
type frame struct {
	*tracker
	module *ast.Module
	scope  *scope
}

// facts lists what the rules of a module read of resources. "*" stands for a fact whose name is not constant, or for a
// whole resource given to a built-in function.
func (p *program) facts(m *ast.Module) []place {
	t := &tracker{program: p, reads: map[place]bool{}, known: map[string]shapes{}}
	for _, r := range m.Rules {
		if len(r.Head.Args) == 0 {
			t.rule(r, nil)
		}
	}
	out := make([]place, 0, len(t.reads))
	for read := range t.reads {
		out = append(out, read)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].before(out[j]) })
	return out
}

// rule follows one rule with the shapes of its arguments and gives the shapes of its value.
func (t *tracker) rule(r *ast.Rule, arguments []shapes) shapes {
	out := shapes{}
	eachRule(r, func(r *ast.Rule) {
		f := &frame{tracker: t, module: r.Module, scope: &scope{vars: map[ast.Var]shapes{}}}
		f.declare(r.Body)
		for i, parameter := range r.Head.Args {
			f.declareTerm(parameter)
			if i < len(arguments) {
				f.bind(parameter, arguments[i])
			}
		}
		f.body(r.Body)
		out.add(f.term(r.Head.Key))
		out.add(f.term(r.Head.Value))
		for _, part := range r.Head.Ref()[1:] {
			f.term(part)
		}
	})
	return out
}

// call follows every rule of this name.
func (t *tracker) call(name string, arguments []shapes) shapes {
	key := name
	for _, a := range arguments {
		key += "|" + a.key()
	}
	if known, ok := t.known[key]; ok {
		return known
	}
	out := shapes{}
	t.known[key] = out
	for _, r := range t.program.rules[name] {
		out.add(t.rule(r, arguments))
	}
	return out
}

// body goes over the expressions until no variable learns anything new, since their order does not count in Rego.
func (f *frame) body(b ast.Body) {
	for before := -1; before != f.scope.size(); {
		before = f.scope.size()
		for _, e := range b {
			f.expression(e)
		}
	}
}

func (f *frame) expression(e *ast.Expr) {
	for _, w := range e.With {
		f.term(w.Value)
	}
	switch terms := e.Terms.(type) {
	case *ast.Term:
		f.term(terms)
	case *ast.SomeDecl:
		for _, symbol := range terms.Symbols {
			f.declaration(symbol)
		}
	case *ast.Every:
		over := f.term(terms.Domain).element()
		f.inner([]*ast.Term{terms.Value}, over, terms.Body, func() {})
	case []*ast.Term:
		if e.IsEquality() || e.IsAssignment() {
			f.bind(terms[1], f.term(terms[2]))
			f.bind(terms[2], f.term(terms[1]))
			return
		}
		f.operation(terms[0], terms[1:])
	}
}

// declaration handles `some x in xs` and `some k, x in xs`.
func (f *frame) declaration(symbol *ast.Term) {
	in, ok := symbol.Value.(ast.Call)
	if !ok {
		return
	}
	f.bind(in[len(in)-2], f.term(in[len(in)-1]).element())
}

// bind gives every variable of a pattern the shapes of the value.
func (f *frame) bind(pattern *ast.Term, value shapes) {
	if pattern == nil || len(value) == 0 {
		return
	}
	switch v := pattern.Value.(type) {
	case ast.Var:
		vars := f.scope.find(v).vars
		if vars[v] == nil {
			vars[v] = shapes{}
		}
		vars[v].add(value)
	case *ast.Array:
		v.Foreach(func(part *ast.Term) { f.bind(part, value.element()) })
	case ast.Object:
		v.Foreach(func(key, part *ast.Term) { f.bind(part, f.step(value, key)) })
	}
}

// term gives the shapes of a value and notes what reading it reads.
func (f *frame) term(t *ast.Term) shapes {
	out := shapes{}
	if t == nil {
		return out
	}
	switch v := t.Value.(type) {
	case ast.Var:
		if known := f.scope.find(v).vars[v]; known != nil {
			return known
		}
		return f.reference(ast.Ref{t}, t.Location)
	case ast.Ref:
		return f.reference(v, t.Location)
	case ast.Call:
		return f.operation(v[0], v[1:])
	case *ast.Array:
		v.Foreach(func(part *ast.Term) { out.add(f.term(part)) })
	case ast.Set:
		v.Foreach(func(part *ast.Term) { out.add(f.term(part)) })
	case ast.Object:
		v.Foreach(func(_, part *ast.Term) { out.add(f.term(part)) })
	case *ast.ArrayComprehension:
		f.inner(nil, nil, v.Body, func() { out.add(f.term(v.Term)) })
	case *ast.SetComprehension:
		f.inner(nil, nil, v.Body, func() { out.add(f.term(v.Term)) })
	case *ast.ObjectComprehension:
		f.inner(nil, nil, v.Body, func() {
			f.term(v.Key)
			out.add(f.term(v.Value))
		})
	case *ast.TemplateString:
		for _, part := range v.Parts {
			if inner, ok := part.(*ast.Expr); ok {
				f.expression(inner)
			}
		}
	}
	return out
}

// reference follows a path from a variable, from input, or from a rule.
func (f *frame) reference(ref ast.Ref, at *ast.Location) shapes {
	value, rest := shapes{}, ref[1:]
	head, isVar := ref[0].Value.(ast.Var)
	switch {
	case !isVar:
		value = f.term(ref[0])
	case ref[0].Equal(ast.InputRootDocument):
		value = shapes{isInput: true}
	case f.scope.find(head).vars[head] != nil:
		value = f.scope.find(head).vars[head]
	default:
		name, after := f.program.named(f.module, ref)
		if name == "" {
			return value
		}
		value, rest = f.call(name, nil), after
	}
	for _, key := range rest {
		f.term(key)
		value = f.step(value, key)
	}
	f.note(value, len(rest) > 0, at)
	return value
}

// step goes one part down. A part that is a variable is an index, except on a resource, where it picks a fact.
func (f *frame) step(from shapes, key *ast.Term) shapes {
	out := shapes{}
	name, constant := key.Value.(ast.String)
	for shape := range from {
		switch {
		case shape == isInput && constant && name == "resources":
			out[isResources] = true
		case shape == isResources:
			out[isResource] = true
		case shape == isResource && constant:
			out[isFact+string(name)] = true
		case shape == isResource:
			out[isFact+anyFact] = true
		case strings.HasPrefix(shape, isFact) && constant && strings.Count(shape, ".") < deepest:
			out[shape+"."+string(name)] = true
		case strings.HasPrefix(shape, isFact):
			out[shape] = true
		}
	}
	return out
}

// note records facts that a reference ends at.
func (f *frame) note(value shapes, walked bool, at *ast.Location) {
	if !walked {
		return
	}
	for shape := range value {
		if fact, ok := strings.CutPrefix(shape, isFact); ok {
			f.reads[placeOf(fact, at)] = true
		}
	}
}

// operation follows a call: into helpers, and with the names object.get is given.
func (f *frame) operation(operator *ast.Term, terms []*ast.Term) shapes {
	ref, ok := operator.Value.(ast.Ref)
	if !ok {
		return shapes{}
	}
	arguments := make([]shapes, len(terms))
	for i, t := range terms {
		arguments[i] = f.term(t)
	}
	if name, _ := f.program.named(f.module, ref); name != "" {
		return f.call(name, arguments)
	}
	builtin := dottedName(ref)
	if builtin == "object.get" && len(terms) == 3 {
		return f.get(arguments, terms)
	}
	for _, a := range arguments {
		if a[isResource] && builtin != "print" {
			f.reads[placeOf(anyFact, operator.Location)] = true
		}
	}
	return shapes{}
}

func (f *frame) get(arguments []shapes, terms []*ast.Term) shapes {
	value := arguments[0]
	if path, ok := terms[1].Value.(*ast.Array); ok {
		path.Foreach(func(key *ast.Term) { value = f.step(value, key) })
	} else {
		value = f.step(value, terms[1])
	}
	f.note(value, true, terms[1].Location)
	out := shapes{}
	out.add(value)
	out.add(arguments[2])
	return out
}
