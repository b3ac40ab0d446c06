package main

import (
	"bytes"
	"context"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/util"
)

// evaluated is the answer to one evaluation: the value of the query, or why there is none.
type evaluated struct {
	// Defined is false where the query has no result.
	Defined bool   `json:"defined"`
	Value   any    `json:"value,omitempty"`
	Error   string `json:"error,omitempty"`
	Printed string `json:"printed,omitempty"`
}

// evaluate compiles once and answers all cases with OPA's interpreter.
func evaluate(ctx context.Context, r *request, s *session) (*response, error) {
	s.allowPrint()
	c, err := s.compiler(r)
	if err != nil {
		return nil, err
	}
	out := &response{Results: make([]evaluated, len(r.Cases))}
	for i, one := range r.Cases {
		out.Results[i], err = evaluateOne(ctx, c, s, one)
		if err != nil {
			return nil, fmt.Errorf("case %d: %w", i, err)
		}
	}
	return out, nil
}

func evaluateOne(ctx context.Context, c *ast.Compiler, s *session, one evaluation) (evaluated, error) {
	data := s.data
	if len(one.Data) > 0 {
		var laid map[string]any
		if err := util.Unmarshal(one.Data, &laid); err != nil {
			return evaluated{}, err
		}
		data = overlay(s.data, laid)
	}
	var printed bytes.Buffer
	options := []func(*rego.Rego){
		rego.Query(one.Query), rego.Compiler(c), rego.Store(inmem.NewFromObjectWithOpts(data, inmem.OptRoundTripOnWrite(false))),
		rego.EnablePrintStatements(true), rego.PrintHook(topdown.NewPrintHook(&printed)),
	}
	if len(one.Input) > 0 {
		v, err := ast.ValueFromReader(bytes.NewReader(one.Input))
		if err != nil {
			return evaluated{}, err
		}
		options = append(options, rego.ParsedInput(v))
	}
	set, err := rego.New(options...).Eval(ctx)
	answer := evaluated{Printed: printed.String()}
	if err != nil {
		answer.Error = err.Error()
		return answer, nil
	}
	if len(set) > 0 && len(set[0].Expressions) > 0 {
		answer.Defined, answer.Value = true, set[0].Expressions[0].Value
	}
	return answer, nil
}

// overlay gives a copy of below with the members of above laid over it, object by object.
func overlay(below, above map[string]any) map[string]any {
	out := make(map[string]any, len(below)+len(above))
	for key, value := range below {
		out[key] = value
	}
	for key, value := range above {
		left, leftIsObject := out[key].(map[string]any)
		right, rightIsObject := value.(map[string]any)
		if leftIsObject && rightIsObject {
			out[key] = overlay(left, right)
			continue
		}
		out[key] = value
	}
	return out
}
